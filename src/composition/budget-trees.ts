import { BudgetAdoptionService } from "../features/budget-trees/budget-adoption.service";
import {
  BrandBudgetTreeResolver,
  BudgetNodeResolver,
  BudgetTreeResolver,
  CampaignBudgetNodeResolver,
} from "../features/budget-trees/budget-tree.resolver";
import { BudgetTreeService } from "../features/budget-trees/budget-tree.service";
import { BudgetTreeStore } from "../features/budget-trees/budget-tree.store";
import { toBudgetTree } from "../features/budget-trees/budget-tree.types";
import { ControlChangeStore } from "../features/budget-trees/control-change.store";
import {
  BrandControlLogResolver,
  CampaignControlLogResolver,
  ControlChangeResolver,
  ControlledAmountResolver,
  PlacementBudgetPlanResolver,
  PlacementBudgetResolver,
  PlanAdoptionResolver,
} from "../features/budget-trees/control-log.resolver";
import { ControlLogService } from "../features/budget-trees/control-log.service";
import { toControlChange } from "../features/budget-trees/control-log.types";
import { MonthAdoptionService } from "../features/budget-trees/month-adoption.service";
import { PlacementBudgetStore } from "../features/budget-trees/placement-budget.store";
import type { AccessPart } from "./access";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { BudgetsPart } from "./budgets";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composeBudgetTrees(
  { database }: Kernel,
  { access, brands, packs, campaigns, budgets }: AccessPart & BrandsPart & AudiencesPart & CampaignsPart & BudgetsPart,
) {
  const parts = {
    ...{ database, access, brands, campaigns, budgets, audiences: packs, trees: new BudgetTreeStore(database) },
    ...{ placementBudgets: new PlacementBudgetStore(database), changes: new ControlChangeStore(database) },
  };
  const budgetTrees = new BudgetTreeService(parts);
  const adoption = new BudgetAdoptionService(parts);
  const log = new ControlLogService(parts, adoption);
  return {
    ...{ budgetTrees, controlLog: log, monthAdoption: new MonthAdoptionService(parts) },
    resolvers: [
      new BudgetTreeResolver(budgetTrees, log, brands),
      new BudgetNodeResolver(budgetTrees, campaigns, packs),
      new BrandBudgetTreeResolver(budgetTrees),
      new CampaignBudgetNodeResolver(budgetTrees, brands),
      new ControlChangeResolver(log, adoption, budgets, campaigns, access),
      new ControlledAmountResolver(campaigns, packs),
      new BrandControlLogResolver(log),
      new CampaignControlLogResolver(log),
      new PlacementBudgetResolver(adoption),
      new PlacementBudgetPlanResolver(budgets),
      new PlanAdoptionResolver(adoption, budgets),
    ],
    nodes: [
      ["BudgetTree", async (context, key) => whenFound(await budgetTrees.trees(context).load(key), toBudgetTree)],
      [
        "ControlChange",
        async (context, key) =>
          whenFound(await log.changes(context).load(key), (row) => toControlChange(row, context.clock.now())),
      ],
    ],
  } satisfies Composed;
}

export type BudgetTreesPart = Services<typeof composeBudgetTrees>;
