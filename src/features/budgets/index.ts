export type { BudgetService } from "./budget.service";
export type { BudgetPlan } from "./budget-plan";
