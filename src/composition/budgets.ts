import { BudgetResolver } from "../features/budgets/budget.resolver";
import { BudgetService } from "../features/budgets/budget.service";
import { toBudgetPlan } from "../features/budgets/budget.types";
import { BudgetLineComparisonResolver, BudgetLineResolver } from "../features/budgets/budget-line.resolver";
import { BudgetPlanStore } from "../features/budgets/budget-plan.store";
import { CampaignBudgetsResolver } from "../features/budgets/campaign-budgets.resolver";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { ResponseCurvesPart } from "./response-curves";

export function composeBudgets(
  { database }: Kernel,
  { access, brands, campaigns, responseCurves }: AccessPart & BrandsPart & CampaignsPart & ResponseCurvesPart,
) {
  const budgets = new BudgetService(database, new BudgetPlanStore(database), campaigns, access, responseCurves, brands);
  return {
    budgets,
    resolvers: [
      new BudgetResolver(budgets, campaigns),
      new BudgetLineResolver(campaigns),
      new BudgetLineComparisonResolver(campaigns),
      new CampaignBudgetsResolver(budgets),
    ],
    nodes: [["BudgetPlan", async (context, key) => whenFound(await budgets.plans(context).load(key), toBudgetPlan)]],
  } satisfies Composed;
}

export type BudgetsPart = Services<typeof composeBudgets>;
