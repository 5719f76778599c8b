export { checkTreatment } from "./check-treatment";
export type { Crowd, CrowdStrategy, Treatment } from "./crowd-strategy";
export type { CrowdStrategyService } from "./crowd-strategy.service";
