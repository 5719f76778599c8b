import type { AttributionModel } from "./attribution-model";
import { creditSingleTouch } from "./single-touch";

/** All credit to the touch before the conversion. */
export const lastTouch: AttributionModel = {
  key: "LAST_TOUCH",
  isAdditiveAcrossDimensions: true,
  parameters: [],
  credit: (table) => creditSingleTouch(table, (_, to) => to - 1),
};
