import { narrowestHalf } from "../../engines/customer-value/narrowest-half";
import {
  HIGHEST_SCORE,
  LOWEST_SCORE,
  type RfmAxis,
  rfmAxes,
  type ScoreRange,
  scoreOfBin,
} from "../../engines/customer-value/rfm";
import { type TargetGroupIndex, targetGroupIndex } from "../../engines/numeric/target-group-index";
import { roundCount, type SmallGroups, suppressPartition } from "../../platform/small-groups";

/** Buyers of the own brand among all customers of the category, in one group of theirs. */
export interface ComparedGroup {
  readonly buyers: number;
  readonly customers: number;
}

/** The same as a caller may see it; null where withheld. */
export interface ToldGroup {
  readonly buyers: number | null;
  readonly customers: number | null;
  /** Of the buyers in all groups, 0 to 1; null also without any. */
  readonly share: number | null;
  readonly tgi: TargetGroupIndex | null;
}

/**
 * Groups that part all customers. Their buyers sum up to told ones and so do their other customers, so each of the two is
 * suppressed as a partition; indexes are of rounded counts.
 */
export function tellGroups(
  groups: readonly ComparedGroup[],
  { threshold, roundingBase }: SmallGroups,
): readonly ToldGroup[] {
  const parts = (counts: readonly number[]): readonly (number | null)[] =>
    suppressPartition(counts.map(BigInt), threshold).counts.map((count) =>
      count === null ? null : Number(roundCount(count, roundingBase)),
    );
  const buyers = parts(groups.map((group) => group.buyers));
  const others = parts(groups.map((group) => group.customers - group.buyers));
  const sumOf = (counts: readonly number[]): number =>
    Number(roundCount(BigInt(counts.reduce((sum, count) => sum + count, 0)), roundingBase));
  const allBuyers = sumOf(groups.map((group) => group.buyers));
  const allOthers = sumOf(groups.map((group) => group.customers - group.buyers));
  return groups.map((_, index) => {
    const both = buyers[index]!;
    const rest = others[index]!;
    const customers = both === null || rest === null ? null : both + rest;
    // Rounded parts may pass their rounded sum by a little: then the parts are the sum.
    const audience = Math.max(allBuyers, both ?? 0);
    const base = audience + Math.max(allOthers, rest ?? 0);
    return {
      buyers: both,
      customers,
      share: both === null || allBuyers === 0 ? null : both / audience,
      tgi: both === null || customers === null ? null : targetGroupIndex({ both, audience, target: customers, base }),
    };
  });
}

export interface ScoreLine extends ToldGroup {
  readonly score: number;
}

export interface AxisProfile {
  readonly axis: RfmAxis;
  /** All five scores, the lowest first. */
  readonly scores: readonly ScoreLine[];
  /** The fewest neighbouring scores that hold half of the buyers; null without buyers. */
  readonly typical: ScoreRange | null;
}

/** How buyers score among the customers of the category, axis by axis; `countOf` gives the people of a bin. */
export function profileAxes(
  countOf: (axis: number, bin: number) => ComparedGroup,
  smallGroups: SmallGroups,
): readonly AxisProfile[] {
  return rfmAxes.map((axis, place) => {
    const groups: ComparedGroup[] = [];
    for (let bin = 0; bin <= HIGHEST_SCORE - LOWEST_SCORE; bin++)
      groups[scoreOfBin(axis, bin) - LOWEST_SCORE] = countOf(place, bin);
    const told = tellGroups(groups, smallGroups);
    return {
      axis,
      scores: told.map((line, index) => ({ ...line, score: index + LOWEST_SCORE })),
      typical: narrowestHalf(groups.map(({ buyers }) => buyers)),
    };
  });
}
