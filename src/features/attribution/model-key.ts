import { type AttributionModelKey, attributionModelKeys } from "../../engines/attribution/attribution-model";

/** Models that a report can hold, in the order in which they are computed by default. */
export const modelKeys = attributionModelKeys;
export type ModelKey = AttributionModelKey;
