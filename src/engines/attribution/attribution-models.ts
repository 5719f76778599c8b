import type { AttributionModel, AttributionModelKey } from "./attribution-model";
import { firstTouch } from "./first-touch";
import { lastTouch } from "./last-touch";
import { linearTouch } from "./linear-touch";
import { markov } from "./markov";

export const attributionModels: { readonly [Key in AttributionModelKey]: AttributionModel } = {
  FIRST_TOUCH: firstTouch,
  LAST_TOUCH: lastTouch,
  LINEAR_TOUCH: linearTouch,
  MARKOV: markov,
};
