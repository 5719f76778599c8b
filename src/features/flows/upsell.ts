import { RoaringBitmap32 } from "roaring";
import { countQuantile } from "../../engines/numeric/count-quantile";
import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { roundCount, type SmallGroups, suppressPartition } from "../../platform/small-groups";

/** Of buyers at the start, those who bought again; null where not told. */
export interface Repurchase {
  readonly people: bigint | null;
  readonly repurchased: bigint | null;
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly medianGapDays: number | null;
}

/**
 * `buyers`: those at ACT at the start, `told` of them as the answer says elsewhere. `gaps`: who ordered on a new day, by days
 * since the order before; 0: there was none.
 */
export function tellRepurchase(
  buyers: RoaringBitmap32,
  told: bigint | null,
  gaps: ReadonlyMap<string, RoaringBitmap32>,
  { threshold, roundingBase }: SmallGroups,
): Repurchase {
  const counts = [...gaps].map(([days, people]) => ({ value: Number(days), count: people.andCardinality(buyers) }));
  const again = counts.reduce((sum, { count }) => sum + count, 0);
  const [safe] = suppressPartition([BigInt(again), BigInt(buyers.size - again)], threshold).counts;
  const repurchased = told === null || safe == null ? null : roundCount(safe, roundingBase);
  const proportion =
    told === null || repurchased === null ? null : { successes: Number(repurchased), trials: Number(told) };
  const known = counts.filter(({ value }) => value > 0);
  const isTold = repurchased !== null && known.reduce((sum, { count }) => sum + count, 0) >= threshold;
  return {
    ...{ people: told, repurchased },
    value: proportion && proportion.trials > 0 ? proportion.successes / proportion.trials : null,
    interval: proportion && wilsonInterval(proportion),
    medianGapDays: isTold ? countQuantile(known, 0.5) : null,
  };
}
