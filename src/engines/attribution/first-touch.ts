import type { AttributionModel } from "./attribution-model";
import { creditSingleTouch } from "./single-touch";

/** All credit to the touch that began the journey. */
export const firstTouch: AttributionModel = {
  key: "FIRST_TOUCH",
  isAdditiveAcrossDimensions: true,
  parameters: [],
  credit: (table) => creditSingleTouch(table, (from) => from),
};
