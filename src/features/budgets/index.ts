export type { MoneyText } from "./allocation-request";
export type { BudgetService } from "./budget.service";
export type { BudgetObjective, BudgetPlan, PlanCertificate } from "./budget-plan";
export { readAmount } from "./read-spend";
