import { apportionCredits } from "./apportion-credits";
import type { Credit } from "./credit";
import { type JourneyTable, totalJourneys } from "./journey-table";
import { forEachConverted, ShareSums } from "./share-sums";

/** Gives each journey whole to the one touch that a rule picks from `from` up to `to`, excluded. Only sums of integers, so nothing is rounded. */
export function creditSingleTouch(table: JourneyTable, pick: (from: number, to: number) => number): Credit[] {
  const { channels, touches } = table;
  const shares = new ShareSums(channels.length);
  const whole = shares.of(1n, 1n);
  forEachConverted(table, (_, from, to, conversions, high, low) => {
    whole.add(touches[pick(from, to)]!, conversions, high, low);
  });
  return apportionCredits({ channels, totals: totalJourneys(table), ...shares.weights() });
}
