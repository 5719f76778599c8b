import type { AttributionModel } from "./attribution-model";
import { creditSingleTouch } from "./single-touch";

/** All credit to the last touch whose channel is not direct; to the last one where people came by themselves throughout. */
export const lastNonDirectTouch: AttributionModel = {
  key: "LAST_NON_DIRECT_TOUCH",
  isAdditiveAcrossDimensions: true,
  parameters: [],
  credit: (table) => {
    const { touches, direct } = table;
    return creditSingleTouch(table, (from, to) => {
      let touch = to - 1;
      while (touch > from && direct[touches[touch]!] === 1) touch -= 1;
      return direct[touches[touch]!] === 1 ? to - 1 : touch;
    });
  },
};
