import { RoaringBitmap32 } from "roaring";
import { roundCount, type SmallGroups, suppress } from "../../platform/small-groups";

/** People of one period by what they did before: new + resurrected - churned is what the active grew by. */
export interface GrowthCounts {
  readonly new: bigint;
  readonly retained: bigint;
  readonly resurrected: bigint;
  readonly churned: bigint;
}

/** Told sums of told parts, so that they add up exactly also when rounded. */
export interface GrowthFigures extends GrowthCounts {
  readonly active: bigint;
  readonly net: bigint;
}

/** Counts of each period; the first two slices are who was active before the period in front of the first, and in it. */
export function accountGrowth([before, base, ...periods]: readonly RoaringBitmap32[]): readonly GrowthCounts[] {
  const seen = RoaringBitmap32.or(before!, base!);
  let previous = base!;
  return periods.map((active) => {
    const retained = active.andCardinality(previous);
    const fresh = active.andNotCardinality(seen);
    const counts = {
      new: BigInt(fresh),
      retained: BigInt(retained),
      resurrected: BigInt(active.size - retained - fresh),
      churned: BigInt(previous.size - retained),
    };
    seen.orInPlace(active);
    previous = active;
    return counts;
  });
}

/**
 * A period is told whole or not at all: two periods in a row tell how many were active in both, so of a period's four counts
 * two sums may be known, and a small one must not be the only unknown of them.
 */
export function tellGrowth(counts: GrowthCounts, { threshold, roundingBase }: SmallGroups): GrowthFigures | null {
  const parts = [counts.new, counts.retained, counts.resurrected, counts.churned];
  if (parts.some((count) => suppress(count, threshold) === null)) return null;
  const [fresh, retained, resurrected, churned] = parts.map((count) => roundCount(count, roundingBase)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  return {
    new: fresh,
    retained,
    resurrected,
    churned,
    active: fresh + retained + resurrected,
    net: fresh + resurrected - churned,
  };
}
