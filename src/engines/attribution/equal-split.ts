import { apportionCredits } from "./apportion-credits";
import type { AttributionModel } from "./attribution-model";
import type { Credit } from "./credit";
import { type JourneyTable, totalJourneys } from "./journey-table";
import { forEachConverted, ShareSums } from "./share-sums";

/**
 * Equal credit to every distinct channel of a journey: the baseline that learns nothing from the data. It is the exact Shapley
 * value of the game in which a coalition is worth the conversions of all journeys within it (Zhao, Mahboobi & Bagheri 2018,
 * "Shapley value methods for attribution modeling in online advertising", section 3), so "set Shapley" names the same figure.
 */
export const equalSplit: AttributionModel = {
  key: "EQUAL_SPLIT",
  isAdditiveAcrossDimensions: false,
  parameters: [],
  credit: creditEqualSplit,
};

function creditEqualSplit(table: JourneyTable): Credit[] {
  const { channels, touches } = table;
  const shares = new ShareSums(channels.length);
  const metIn = new Int32Array(channels.length).fill(-1);
  forEachConverted(table, (journey, from, to, conversions, high, low) => {
    let distinct = 0;
    for (let touch = from; touch < to; touch += 1) {
      if (metIn[touches[touch]!] === journey) continue;
      metIn[touches[touch]!] = journey;
      distinct += 1;
    }
    const share = shares.of(1n, BigInt(distinct));
    for (let touch = from; touch < to; touch += 1) {
      if (metIn[touches[touch]!] !== journey) continue;
      metIn[touches[touch]!] = -1;
      share.add(touches[touch]!, conversions, high, low);
    }
  });
  return apportionCredits({ channels, totals: totalJourneys(table), ...shares.weights() });
}
