export type { BudgetService } from "./budget.service";
