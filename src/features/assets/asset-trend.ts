import { DateTime } from "luxon";
import { ProblemList } from "../../platform/user-error";
import type { TrendGrain } from "./asset-snapshot";

/** Most buckets of one trend: a year by day with room to spare. */
export const MAX_TREND_POINTS = 400;

export interface TrendRequest {
  /** Calendar days in the brand's zone, e.g. 2025-11-11; an `asOf` is a day's first instant. */
  readonly from: string;
  readonly to: string;
  readonly grain: TrendGrain;
}

export interface TrendWindow {
  readonly from: Date;
  /** Included: it is a balance, not the end of a count. */
  readonly to: Date;
  readonly zone: string;
  readonly grain: TrendGrain;
}

const UNITS = { DAY: "day", WEEK: "week", MONTH: "month" } as const;

/** Checks a trend's dates and turns them into instants of `zone`. */
export function trendWindow({ from, to, grain }: TrendRequest, zone: string): TrendWindow {
  const problems = new ProblemList();
  const start = DateTime.fromISO(from, { zone });
  const end = DateTime.fromISO(to, { zone });
  if (end < start)
    problems.add("INVALID_INPUT", ["to"], `to must not be before from (${from}), but got ${to}; swap them.`);
  const unit = UNITS[grain];
  const buckets = Math.round(end.startOf(unit).diff(start.startOf(unit), unit).as(unit)) + 1;
  if (buckets > MAX_TREND_POINTS)
    problems.add(
      "INVALID_INPUT",
      ["from"],
      `from and to must span at most ${MAX_TREND_POINTS} points, but got ${buckets} by ${unit}; ask for less time or a coarser grain.`,
    );
  problems.throwIfAny();
  return { from: start.toJSDate(), to: end.toJSDate(), zone, grain };
}
