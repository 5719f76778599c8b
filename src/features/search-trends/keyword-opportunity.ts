import { denseRanks } from "../../engines/numeric/rank";
import { type Breakout, breakoutOf, GROWTH_LAG_DAYS } from "../../engines/search/breakout";
import { roundCount, type SmallGroups, suppress } from "../../platform/small-groups";
import { addDays, type Days, lengthOf, listDays } from "./days";
import type { GrownKeyword } from "./search.store";
import type { SearchClass } from "./search-class";
import { changeOf } from "./shown";

/** Days whose growths the day's is compared with. */
export const BASELINE_DAYS = 28;
/** Fewest of them: the median deviation of fewer says little. */
export const FEWEST_BASELINE_DAYS = 14;
/** Most keywords that are looked at, the most searched ones. */
export const MAX_CANDIDATES = 1_000;
export const DEFAULT_VOLUME_FLOOR = 50;
/** Most rows of an answer. */
export const MAX_OPPORTUNITIES = 100;

export interface KeywordOpportunity {
  readonly rank: number;
  readonly keyword: string;
  readonly searchClass: SearchClass;
  readonly productCode: string | null;
  readonly searches: bigint;
  readonly people: bigint;
  readonly previousSearches: bigint;
  /** Against the same weekday before; null when it had none. */
  readonly change: number | null;
  readonly robustZ: number | null;
  readonly basis: Breakout["basis"];
  /** 100: as on the mean day of the baseline; null when that is 0. */
  readonly heat: number | null;
}

/** The days on which searches are read: the baseline, the lag before it, and the day itself. */
export const seriesDays = (on: string): Days => ({
  from: addDays(on, -BASELINE_DAYS - GROWTH_LAG_DAYS),
  to: addDays(on, 1),
});

/**
 * The days whose growths are the baseline when searches are known since `firstDay`; null when they are too few, as what was not
 * measured would look like a keyword that nobody searched.
 */
export function baselineOf(on: string, firstDay: string | null): Days | null {
  if (firstDay === null) return null;
  const { from } = seriesDays(on);
  const known = firstDay > from ? firstDay : from;
  const baseline = { from: addDays(known, GROWTH_LAG_DAYS), to: on };
  return lengthOf(baseline) < FEWEST_BASELINE_DAYS ? null : baseline;
}

/**
 * Keywords that broke out on the day before `baseline.to`'s end, the most surprising first: those without any growth before, by
 * searches, then by robust z. A day of fewer people than the threshold counts as none, and every count is rounded before it is
 * used, so that no figure tells more than the counts.
 */
export function keywordOpportunities(
  grown: readonly GrownKeyword[],
  baseline: Days,
  { volumeFloor, smallGroups }: { readonly volumeFloor: number; readonly smallGroups: SmallGroups },
): readonly KeywordOpportunity[] {
  const days = listDays({ from: addDays(baseline.from, -GROWTH_LAG_DAYS), to: addDays(baseline.to, 1) });
  const found = grown.flatMap((keyword): Omit<KeywordOpportunity, "rank">[] => {
    const counts = toldCounts(keyword, days, smallGroups);
    const last = keyword.days.find(({ day }) => day === baseline.to);
    if (!last || suppress(BigInt(last.people), smallGroups.threshold) === null) return [];
    const breakout = breakoutOf(counts, volumeFloor);
    if (!breakout.isBreakout) return [];
    const perDay = counts.slice(GROWTH_LAG_DAYS, -1).reduce((sum, count) => sum + count, 0) / lengthOf(baseline);
    return [
      {
        keyword: keyword.keyword,
        searchClass: keyword.searchClass,
        productCode: keyword.product === "" ? null : keyword.product,
        searches: BigInt(breakout.count),
        people: roundCount(BigInt(last.people), smallGroups.roundingBase),
        previousSearches: BigInt(breakout.previous),
        change: changeOf(breakout.count, breakout.previous),
        robustZ: breakout.z,
        basis: breakout.basis,
        heat: perDay > 0 ? (breakout.count / perDay) * 100 : null,
      },
    ];
  });
  return ranked(found);
}

function toldCounts(
  { days: found }: GrownKeyword,
  days: readonly string[],
  { threshold, roundingBase }: SmallGroups,
): readonly number[] {
  const counts = new Map(found.map((row) => [row.day, row]));
  return days.map((day) => {
    const row = counts.get(day);
    if (!row || suppress(BigInt(row.people), threshold) === null) return 0;
    return Number(roundCount(BigInt(row.searches), roundingBase));
  });
}

/** Equal ones share a rank and stand by keyword. */
function ranked(found: readonly Omit<KeywordOpportunity, "rank">[]): readonly KeywordOpportunity[] {
  const flat = found.filter(({ robustZ }) => robustZ === null);
  const flatRanks = denseRanks(flat.map(({ searches }) => Number(searches)));
  const scoredRanks = denseRanks(found.flatMap(({ robustZ }) => robustZ ?? []));
  const rankOf = ({ robustZ, searches }: Omit<KeywordOpportunity, "rank">): number =>
    robustZ === null ? flatRanks.get(Number(searches))! : flatRanks.size + scoredRanks.get(robustZ)!;
  return found
    .map((row) => ({ ...row, rank: rankOf(row) }))
    .sort((a, b) => a.rank - b.rank || (a.keyword < b.keyword ? -1 : 1));
}
