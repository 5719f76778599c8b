import { DateTime } from "luxon";
import { ProblemList } from "./user-error";

/** Of arguments that {@link checkWholeHours} checks. */
export const WHOLE_HOURS = "On a whole hour of the brand's zone where small groups are withheld.";

interface Window {
  readonly from: Date;
  readonly to: Date;
}

/**
 * Two windows that differ by a millisecond would tell single people by subtraction, so windows of those from whom small groups
 * are withheld begin and end on whole hours. Hours and not days, as promotions begin in the evening; a quiet hour may still hold
 * few people.
 */
export function checkWholeHours(window: Window, zone: string, path: readonly string[] = []): void {
  const problems = new ProblemList();
  for (const name of ["from", "to"] as const) addUnlessWhole(problems, window[name], zone, [...path, name]);
  problems.throwIfAny();
}

/** The same of one instant, named by the last part of its path. */
export function checkWholeHour(at: Date, zone: string, path: readonly string[]): void {
  const problems = new ProblemList();
  addUnlessWhole(problems, at, zone, path);
  problems.throwIfAny();
}

function addUnlessWhole(problems: ProblemList, at: Date, zone: string, path: readonly string[]): void {
  if (hourOf(at, zone) < at)
    problems.add(
      "INVALID_INPUT",
      path,
      `${path.at(-1)} must be a whole hour in ${zone}, as small groups are withheld, but got ${at.toISOString()}.`,
    );
}

/** The window that holds this one and begins and ends on whole hours. */
export function widenToHours({ from, to }: Window, zone: string): Window {
  const last = hourOf(to, zone);
  return { from: hourOf(from, zone), to: last < to ? DateTime.fromJSDate(last).plus({ hours: 1 }).toJSDate() : last };
}

const hourOf = (at: Date, zone: string): Date => DateTime.fromJSDate(at, { zone }).startOf("hour").toJSDate();
