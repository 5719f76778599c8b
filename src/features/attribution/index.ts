export type { AttributionService } from "./attribution.service";
export type { AttributionReport } from "./attribution-report";
