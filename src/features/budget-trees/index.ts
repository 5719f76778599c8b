export type { BudgetTreeService } from "./budget-tree.service";
export type { ControlLogService } from "./control-log.service";
export type { MonthAdoptionService, MonthAmount } from "./month-adoption.service";
export { checkReason } from "./read-budget-input";
