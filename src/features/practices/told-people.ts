import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { roundCount, type SmallGroups, suppressPartition } from "../../platform/small-groups";

export interface Share extends Interval {
  readonly value: number;
}

/** Parts that make a whole which is told too: null where withheld, the others rounded. */
export const tellParts = (
  counts: readonly number[],
  { threshold, roundingBase }: SmallGroups,
): readonly (bigint | null)[] =>
  suppressPartition(counts.map(BigInt), threshold).counts.map((count) =>
    count === null ? null : roundCount(count, roundingBase),
  );

/** A part of a whole that is told too. */
export const tellPart = (part: number, whole: number, smallGroups: SmallGroups): bigint | null =>
  tellParts([part, whole - part], smallGroups)[0]!;

/** Told part / told whole with Wilson's interval; null with either, and of a whole of nobody. */
export function shareOf(part: bigint | null, whole: bigint | null): Share | null {
  if (part === null || whole === null || whole === 0n) return null;
  // Rounding may lift a part above its whole.
  const proportion = { successes: Math.min(Number(part), Number(whole)), trials: Number(whole) };
  return { value: proportion.successes / proportion.trials, ...wilsonInterval(proportion)! };
}
