export type { BudgetTreeService } from "./budget-tree.service";
