import { DateTime } from "luxon";
import { UserProblems } from "../../platform/user-error";

/** Whole days of a zone as YYYY-MM-DD, half open: `to` is the first day after them. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** A year, and the day more that comparing it with the last one takes. */
export const MAX_DAYS = 366;

/** True for a day of the calendar as YYYY-MM-DD. */
export const isDay = (text: string): boolean => DateTime.fromFormat(text, "yyyy-MM-dd").isValid;

const start = (day: string, zone: string): DateTime => DateTime.fromISO(day, { zone });

/** The first instant of the days, and the first one after them. */
export const instantsOf = ({ from, to }: Days, zone: string): { readonly from: Date; readonly to: Date } => ({
  from: start(from, zone).toJSDate(),
  to: start(to, zone).toJSDate(),
});

export const addDays = (day: string, days: number): string => DateTime.fromISO(day).plus({ days }).toISODate()!;

export const lengthOf = ({ from, to }: Days): number => Math.round(daysSinceEpoch(to) - daysSinceEpoch(from));

/** As many days right before them. */
export const daysBefore = (days: Days, length = lengthOf(days)): Days => ({
  from: addDays(days.from, -length),
  to: days.from,
});

export const listDays = (days: Days): readonly string[] =>
  Array.from({ length: lengthOf(days) }, (_, index) => addDays(days.from, index));

/** The day in the zone that an instant lies in. */
export const dayOf = (at: Date, zone: string): string => DateTime.fromJSDate(at, { zone }).toISODate()!;

/** How ClickHouse numbers a day: since 1970-01-01. */
export const daysSinceEpoch = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

export const dayNumbered = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** Refuses days that run backwards, are too many, or are not over: a day's figure is of the whole day. */
export function checkDays(
  days: Days,
  { zone, now, path, longest = MAX_DAYS, shortest = 1 }: DaysRule,
): { readonly from: Date; readonly to: Date } {
  const today = dayOf(now, zone);
  const length = lengthOf(days);
  const name = [...path, "to"].join(".");
  const refuse = (rule: string): never => {
    throw UserProblems.one("INVALID_INPUT", [...path, "to"], `${name} must ${rule}, but got ${days.to}.`);
  };
  if (length < shortest || length > longest)
    refuse(`lie ${shortest} to ${longest} ${longest === 1 ? "day" : "days"} after from (${days.from})`);
  if (days.to > today) refuse(`not lie after today (${today} in ${zone}), as only days that are over are counted`);
  return instantsOf(days, zone);
}

interface DaysRule {
  readonly zone: string;
  readonly now: Date;
  /** Of the argument that has them. */
  readonly path: readonly string[];
  readonly longest?: number;
  readonly shortest?: number;
}
