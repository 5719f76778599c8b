import { keywordWords, normaliseKeyword } from "../../engines/search/normalise-keyword";
import { roundCount, type SmallGroups, suppress } from "../../platform/small-groups";
import { UserProblems } from "../../platform/user-error";
import { type Days, lengthOf, listDays } from "./days";
import type { DailySearches, PeriodSearches } from "./search.store";
import { changeOf, type NullReason, type ShownTouches, showParts, showTouches } from "./shown";

/** Most keywords of one question. */
export const MAX_KEYWORDS = 20;
/** Days of the base that is taken when none is named: four of each weekday. */
export const BASE_DAYS = 28;
const MAX_KEYWORD_LENGTH = 200;

/** The keywords in their one spelling, each once. */
export function readKeywords(keywords: readonly string[]): readonly string[] {
  const refuse = (path: readonly string[], rule: string): never => {
    throw UserProblems.one("INVALID_INPUT", path, `${path.join(".")} must ${rule}.`);
  };
  if (keywords.length < 1 || keywords.length > MAX_KEYWORDS)
    refuse(["keywords"], `have 1 to ${MAX_KEYWORDS} elements, but got ${keywords.length}`);
  const spelled = keywords.map((text, index) => {
    const keyword = normaliseKeyword(text);
    if (text.length > MAX_KEYWORD_LENGTH || keywordWords(keyword).trim() === "")
      refuse(
        ["keywords", String(index)],
        `be 1 to ${MAX_KEYWORD_LENGTH} characters with a letter or digit, but got ${JSON.stringify(text.slice(0, 60))}`,
      );
    return keyword;
  });
  return [...new Set(spelled)];
}

export interface HeatPoint extends ShownTouches {
  readonly day: string;
  /** 100: as many searches as on the mean day of the base. */
  readonly heat: number | null;
}

export interface KeywordHeat {
  readonly keyword: string;
  readonly basePerDay: number | null;
  readonly reason: NullReason | null;
  readonly points: readonly HeatPoint[];
}

/** Searches of a day / searches of the mean day of the base x 100. */
export function keywordHeat(
  keyword: string,
  days: Days,
  base: { readonly days: Days; readonly found: PeriodSearches | undefined },
  { daily, smallGroups }: { readonly daily: readonly DailySearches[]; readonly smallGroups: SmallGroups },
): KeywordHeat {
  const found = new Map(daily.filter((row) => row.keyword === keyword).map((row) => [row.day, row]));
  const list = listDays(days);
  const shown = showParts(
    list.map((day) => ({ touches: found.get(day)?.searches ?? 0n, people: found.get(day)?.people ?? 0n })),
    smallGroups,
  );
  const basePerDay = perDay(base.found, base.days, smallGroups);
  return {
    keyword,
    basePerDay,
    reason: basePerDay === null ? "SUPPRESSED" : basePerDay === 0 ? "BASE_NOT_POSITIVE" : null,
    points: list.map((day, index) => {
      const { touches, people } = shown[index]!;
      return {
        day,
        touches,
        people,
        heat: touches === null || !basePerDay ? null : (Number(touches) / basePerDay) * 100,
      };
    }),
  };
}

function perDay(
  found: PeriodSearches | undefined,
  days: Days,
  { threshold, roundingBase }: SmallGroups,
): number | null {
  const { searches, people } = found ?? { searches: 0n, people: 0n };
  return suppress(people, threshold) === null ? null : Number(roundCount(searches, roundingBase)) / lengthOf(days);
}

export interface HeatPeriod extends ShownTouches {
  readonly days: Days;
  readonly perDay: number | null;
}

export interface SearchHeatChange {
  readonly keyword: string;
  readonly before: HeatPeriod;
  readonly after: HeatPeriod;
  /** after / before - 1. */
  readonly change: number | null;
  readonly reason: NullReason | null;
}

/** The mean day after against the mean day before; the base of a heat index cancels out. */
export function heatChange(
  keyword: string,
  periods: readonly [before: Days, after: Days],
  { found, smallGroups }: { readonly found: readonly PeriodSearches[]; readonly smallGroups: SmallGroups },
): SearchHeatChange {
  const [before, after] = periods.map((days, period): HeatPeriod => {
    const row = found.find((one) => one.keyword === keyword && one.period === period);
    const shown = showTouches({ touches: row?.searches ?? 0n, people: row?.people ?? 0n }, smallGroups);
    return { ...shown, days, perDay: perDay(row, days, smallGroups) };
  }) as [HeatPeriod, HeatPeriod];
  const isTold = before.perDay !== null && after.perDay !== null;
  const change = isTold ? changeOf(after.perDay!, before.perDay!) : null;
  return {
    keyword,
    before,
    after,
    change,
    reason: !isTold ? "SUPPRESSED" : change === null ? "BASE_NOT_POSITIVE" : null,
  };
}
