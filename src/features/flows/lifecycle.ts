import { RoaringBitmap32 } from "roaring";
import { countQuantile } from "../../engines/numeric/count-quantile";
import { type LifecycleState, lifecycleStates } from "../../engines/segmentation/person-rule";
import { roundCount, type SmallGroups, suppressPartition } from "../../platform/small-groups";
import { ProblemList } from "../../platform/user-error";
import type { GapCounts } from "./activity.store";

export { type LifecycleState, lifecycleStates } from "../../engines/segmentation/person-rule";

/** Which shares of all gaps are at most as long as the cuts. */
export interface GapShares {
  readonly lapsing: number;
  readonly lost: number;
}

export const DEFAULT_GAP_SHARES: GapShares = { lapsing: 0.8, lost: 0.95 };

/** Days without activity after which a person is lapsing, then lost. */
export interface LifecycleCuts {
  readonly lapsingAfterDays: number;
  readonly lostAfterDays: number;
}

/** Why there are no cuts. */
export type NoCuts = "NO_GAPS" | "SUPPRESSED";

export function checkGapShares({ lapsing, lost }: GapShares): void {
  const problems = new ProblemList();
  for (const [field, share] of [
    ["lapsingShare", lapsing],
    ["lostShare", lost],
  ] as const)
    if (!(share > 0 && share < 1))
      problems.add("INVALID_INPUT", [field], `${field} must lie between 0 and 1, both excluded, but got ${share}.`);
  if (lost <= lapsing)
    problems.add(
      "INVALID_INPUT",
      ["lostShare"],
      `lostShare must be above lapsingShare (${lapsing}), as people lapse before they are lost, but got ${lost}.`,
    );
  problems.throwIfAny();
}

export function lifecycleCuts(
  { gaps, people }: GapCounts,
  shares: GapShares,
  threshold: number,
): LifecycleCuts | NoCuts {
  const [lapsingAfterDays, lostAfterDays] = [countQuantile(gaps, shares.lapsing), countQuantile(gaps, shares.lost)];
  if (lapsingAfterDays === null || lostAfterDays === null) return "NO_GAPS";
  return people < BigInt(threshold) ? "SUPPRESSED" : { lapsingAfterDays, lostAfterDays };
}

export interface LifecycleFigures {
  /** By state, in their order; null where withheld. */
  readonly people: readonly (bigint | null)[];
  readonly suppressedCells: number;
  readonly remainder: bigint | null;
}

/** Everybody who was ever active by state, from who was before the lost cut, between the cuts, and since the lapsing cut. */
export function lifecyclePeople([early, middle, late]: readonly RoaringBitmap32[]): Readonly<
  Record<LifecycleState, RoaringBitmap32>
> {
  const before = RoaringBitmap32.or(early!, middle!);
  return {
    NEW: RoaringBitmap32.andNot(late!, before),
    ACTIVE: RoaringBitmap32.and(late!, before),
    LAPSING: RoaringBitmap32.andNot(middle!, late!),
    LOST: RoaringBitmap32.andNot(early!, RoaringBitmap32.or(middle!, late!)),
  };
}

export function lifecycleFigures(
  slices: readonly RoaringBitmap32[],
  { threshold, roundingBase }: SmallGroups,
): LifecycleFigures {
  const people = lifecyclePeople(slices);
  const counts = lifecycleStates.map((state) => BigInt(people[state].size));
  const told = suppressPartition(counts, threshold);
  const rounded = (count: bigint | null): bigint | null => (count === null ? null : roundCount(count, roundingBase));
  return {
    people: told.counts.map(rounded),
    suppressedCells: told.suppressedCells,
    remainder: rounded(told.remainder),
  };
}
