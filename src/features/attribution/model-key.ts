import type { AttributionModelKey } from "../../engines/attribution/attribution-model";

/** Models that a report can hold, in the order in which they are computed by default. */
export const modelKeys = [
  "FIRST_TOUCH",
  "LAST_TOUCH",
  "LINEAR_TOUCH",
] as const satisfies readonly AttributionModelKey[];
export type ModelKey = (typeof modelKeys)[number];
