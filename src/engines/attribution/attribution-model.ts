import type { Credit } from "./credit";
import type { JourneyTable } from "./journey-table";

export const attributionModelKeys = [
  "FIRST_TOUCH",
  "LAST_TOUCH",
  "LAST_NON_DIRECT_TOUCH",
  "LINEAR_TOUCH",
  "POSITION_BASED",
  "TIME_DECAY",
  "MARKOV",
  "SHAPLEY",
  "EQUAL_SPLIT",
] as const;
export type AttributionModelKey = (typeof attributionModelKeys)[number];

export interface AttributionModel {
  readonly key: AttributionModelKey;
  /**
   * Whether the model run on a coarser dimension gives what the sum of the finer credits gives (but for the rounding of a
   * millionth). Where it is false, the sum is a reading of the finest dimension, not the model of the coarser one.
   */
  readonly isAdditiveAcrossDimensions: boolean;
  /** Its settings as `name=value`. */
  readonly parameters: readonly string[];
  /**
   * One credit for each channel of the journeys, in order of the channels' UTF-16 code units; the order of the rows plays no
   * part. `tell` hears what this run has to say of itself, as `name=value`.
   */
  readonly credit: (table: JourneyTable, tell?: (note: string) => void) => readonly Credit[];
}
