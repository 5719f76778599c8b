import { BrandYearPlansResolver, YearPlanResolver } from "../features/year-plans/year-plan.resolver";
import { YearPlanService } from "../features/year-plans/year-plan.service";
import { YearPlanStore } from "../features/year-plans/year-plan.store";
import { toYearPlan } from "../features/year-plans/year-plan.types";
import { YearPlanAdoption } from "../features/year-plans/year-plan-adoption";
import {
  ControlChangeYearPlanResolver,
  YearPlanAdoptionResolver,
} from "../features/year-plans/year-plan-adoption.resolver";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import type { BudgetTreesPart } from "./budget-trees";
import { type Composed, type Kernel, whenFound } from "./part";
import type { ResponseCurvesPart } from "./response-curves";

export function composeYearPlans(
  { database }: Kernel,
  parts: AccessPart & BrandsPart & ResponseCurvesPart & BudgetTreesPart,
) {
  const store = new YearPlanStore(database);
  const { access, brands, responseCurves, budgetTrees, controlLog, monthAdoption } = parts;
  const plans = new YearPlanService({ database, store, access, brands, responseCurves, budgetTrees });
  const adoption = new YearPlanAdoption({ database, brands, plans, months: monthAdoption });
  return {
    resolvers: [
      new YearPlanResolver(plans, brands),
      new BrandYearPlansResolver(plans),
      new YearPlanAdoptionResolver({ plans, adoption, trees: budgetTrees, log: controlLog }),
      new ControlChangeYearPlanResolver(plans),
    ],
    nodes: [["YearPlan", async (context, key) => whenFound(await plans.plans(context).load(key), toYearPlan)]],
  } satisfies Composed;
}
