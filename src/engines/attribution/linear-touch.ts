import { apportionCredits } from "./apportion-credits";
import type { AttributionModel } from "./attribution-model";
import type { Credit } from "./credit";
import { channelsOf, type Journey, totalJourneys } from "./journey";

/** Equal credit to every touch: a channel met twice among k touches earns 2/k. */
export const linearTouch: AttributionModel = {
  key: "LINEAR_TOUCH",
  isAdditiveAcrossDimensions: true,
  credit: creditLinearTouch,
};

/** Sums by channel over all journeys of one length, not yet divided by that length. */
interface Earnings {
  readonly length: bigint;
  readonly conversions: Map<string, bigint>;
  readonly value: Map<string, bigint>;
}

/**
 * Shares of a k-th have no exact decimal form, so nothing is divided here: earnings are kept apart by length of journey, brought
 * to the least common multiple of the lengths as integers, and apportioned once over the grand total. Adding up millionths
 * rounded per journey would be off by as much as the number of journeys.
 */
function creditLinearTouch(journeys: readonly Journey[]): Credit[] {
  const totals = totalJourneys(journeys);
  const earnings = earningsByLength(journeys);
  const commonLength = earnings.reduce((common, { length }) => leastCommonMultiple(common, length), 1n);
  const channels = channelsOf(journeys);
  const weigh = (of: "conversions" | "value"): bigint[] =>
    channels.map((channel) =>
      earnings.reduce((sum, row) => sum + (row[of].get(channel) ?? 0n) * (commonLength / row.length), 0n),
    );
  return apportionCredits({ channels, totals, conversionWeights: weigh("conversions"), valueWeights: weigh("value") });
}

function earningsByLength(journeys: readonly Journey[]): Earnings[] {
  const byLength = new Map<number, Earnings>();
  for (const { touches, conversions, value } of journeys) {
    if (conversions === 0n) continue;
    const { length } = touches;
    const row = byLength.get(length) ?? { length: BigInt(length), conversions: new Map(), value: new Map() };
    byLength.set(length, row);
    for (const channel of touches) {
      row.conversions.set(channel, (row.conversions.get(channel) ?? 0n) + conversions);
      row.value.set(channel, (row.value.get(channel) ?? 0n) + value);
    }
  }
  return [...byLength.values()];
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let divisor = a;
  for (let rest = b; rest !== 0n; ) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
