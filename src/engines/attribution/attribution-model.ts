import type { Credit } from "./credit";
import type { Journey } from "./journey";

export type AttributionModelKey = "FIRST_TOUCH" | "LAST_TOUCH" | "LINEAR_TOUCH" | "MARKOV";

export interface AttributionModel {
  readonly key: AttributionModelKey;
  /**
   * Whether the model run on a coarser dimension gives what the sum of the finer credits gives (but for the rounding of a
   * millionth). Where it is false, the sum is a reading of the finest dimension, not the model of the coarser one.
   */
  readonly isAdditiveAcrossDimensions: boolean;
  /** One credit for each channel of the journeys, in order of the channels' UTF-16 code units; the order of the rows plays no part. */
  readonly credit: (journeys: readonly Journey[]) => readonly Credit[];
}
