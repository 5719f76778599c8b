import { apportionCredits } from "./apportion-credits";
import type { AttributionModel } from "./attribution-model";
import type { Credit } from "./credit";
import { type JourneyTable, totalJourneys } from "./journey-table";
import { forEachConverted, ShareSums } from "./share-sums";

/** Equal credit to every touch: a channel met twice among k touches earns 2/k. */
export const linearTouch: AttributionModel = {
  key: "LINEAR_TOUCH",
  isAdditiveAcrossDimensions: true,
  parameters: [],
  credit: creditLinearTouch,
};

function creditLinearTouch(table: JourneyTable): Credit[] {
  const { channels, touches } = table;
  const shares = new ShareSums(channels.length);
  forEachConverted(table, (_, from, to, conversions, high, low) => {
    const share = shares.of(1n, BigInt(to - from));
    for (let touch = from; touch < to; touch += 1) share.add(touches[touch]!, conversions, high, low);
  });
  return apportionCredits({ channels, totals: totalJourneys(table), ...shares.weights() });
}
