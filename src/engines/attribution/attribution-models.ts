import type { AttributionModel, AttributionModelKey } from "./attribution-model";
import { equalSplit } from "./equal-split";
import { firstTouch } from "./first-touch";
import { lastNonDirectTouch } from "./last-non-direct-touch";
import { lastTouch } from "./last-touch";
import { linearTouch } from "./linear-touch";
import { type MarkovOrder, markov } from "./markov";
import { type PositionWeights, positionBased, U_SHAPE } from "./position-based";
import { shapley } from "./shapley";
import { timeDecay } from "./time-decay";

/** What models can be set to. */
export interface ModelSettings {
  readonly position: PositionWeights;
  readonly halfLifeDays: number;
  readonly markovOrder: MarkovOrder;
  /** Of the draws, where Shapley values are sampled. */
  readonly shapleySeed: number;
}

export const defaultModelSettings: ModelSettings = {
  position: U_SHAPE,
  halfLifeDays: 7,
  markovOrder: 1,
  shapleySeed: 1,
};

/** Every model under the settings. */
export const attributionModels = (
  settings: ModelSettings,
): { readonly [Key in AttributionModelKey]: AttributionModel } => ({
  FIRST_TOUCH: firstTouch,
  LAST_TOUCH: lastTouch,
  LAST_NON_DIRECT_TOUCH: lastNonDirectTouch,
  LINEAR_TOUCH: linearTouch,
  POSITION_BASED: positionBased(settings.position),
  TIME_DECAY: timeDecay(settings.halfLifeDays),
  MARKOV: markov(settings.markovOrder),
  SHAPLEY: shapley(settings.shapleySeed),
  EQUAL_SPLIT: equalSplit,
});
