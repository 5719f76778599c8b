import { DateTime } from "luxon";
import { ProblemList } from "../../platform/user-error";
import type { TrendGrain } from "../assets";
import type { Window } from "../journeys";

/** Most periods of one answer: two months by day. A bitmap of people is held for each. */
export const MAX_PERIODS = 62;

export interface GrowthRequest {
  /** A calendar day in the brand's zone in the first period, and one in the last. */
  readonly from: string;
  readonly to: string;
  readonly grain: TrendGrain;
}

const UNITS = { DAY: "day", WEEK: "week", MONTH: "month" } as const;

/** Whole periods of `zone`, the one before the first in front of them; those that have not begun are left out. */
export function growthPeriods({ from, to, grain }: GrowthRequest, zone: string, now: Date): readonly Window[] {
  const unit = UNITS[grain];
  const problems = new ProblemList();
  const start = DateTime.fromISO(from, { zone }).startOf(unit);
  const end = DateTime.fromISO(to, { zone }).startOf(unit);
  if (end < start)
    problems.add("INVALID_INPUT", ["to"], `to must not be before from (${from}), but got ${to}; swap them.`);
  if (start.toJSDate() > now)
    problems.add("INVALID_INPUT", ["from"], `from must lie in a period that has begun, but got ${from}.`);
  const count = Math.round(end.diff(start, unit).as(unit)) + 1;
  if (count > MAX_PERIODS)
    problems.add(
      "INVALID_INPUT",
      ["from"],
      `from and to must span at most ${MAX_PERIODS} periods, but got ${count} by ${unit}; ask for less time or a coarser grain.`,
    );
  problems.throwIfAny();
  const at = (period: number): Date => start.plus({ [unit]: period }).toJSDate();
  return Array.from({ length: count + 1 }, (_, index) => ({ from: at(index - 1), to: at(index) })).filter(
    (period) => period.from <= now,
  );
}
