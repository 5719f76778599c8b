import { DateTime } from "luxon";
import type { ProblemList } from "../../platform/user-error";

/** A live pack is built again daily at an hour of the brand's zone, or every so many hours: one of the two is null. */
export interface RefreshCadence {
  /** 0 to 23. */
  readonly hourOfDay: number | null;
  /** 1 to {@link MAX_EVERY_HOURS}. */
  readonly everyHours: number | null;
}

/** A week: a pack that may be older than that is not live. */
export const MAX_EVERY_HOURS = 168;

/** A refresh that was left out, and why. */
export interface SkippedRefresh {
  readonly at: Date;
  readonly code: string;
  readonly message: string;
}

export interface PackSchedule extends RefreshCadence {
  readonly packId: string;
  readonly organisationId: string;
  /** On whose behalf it is built: who set the schedule last. */
  readonly accessKeyId: string;
  /** What `everyHours` is counted from. */
  readonly startsAt: Date;
  readonly nextAt: Date;
  /** The last one; null: none was. */
  readonly skipped: SkippedRefresh | null;
}

/** The first refresh after `now`: what was missed while nobody worked is made up for by one build, not by many. */
export function nextRefreshAt(
  { hourOfDay, everyHours, startsAt }: RefreshCadence & Pick<PackSchedule, "startsAt">,
  now: Date,
  zone: string,
): Date {
  if (hourOfDay === null) {
    const step = everyHours! * 3_600_000;
    const passed = Math.floor((now.getTime() - startsAt.getTime()) / step);
    return new Date(startsAt.getTime() + (passed + 1) * step);
  }
  const today = DateTime.fromJSDate(now, { zone }).startOf("day");
  const slot = today.set({ hour: hourOfDay });
  return (slot.toJSDate() > now ? slot : today.plus({ days: 1 }).set({ hour: hourOfDay })).toJSDate();
}

export function checkCadence(
  problems: ProblemList,
  { hourOfDay, everyHours }: RefreshCadence,
  path: readonly string[],
): void {
  if ((hourOfDay === null) === (everyHours === null)) {
    const got = hourOfDay === null ? "none" : "both";
    problems.add("INVALID_INPUT", path, `Exactly one of hourOfDay and everyHours must be given, but got ${got}.`);
    return;
  }
  if (hourOfDay !== null && (hourOfDay < 0 || hourOfDay > 23))
    problems.add("INVALID_INPUT", [...path, "hourOfDay"], `hourOfDay must be 0 to 23, but got ${hourOfDay}.`);
  if (everyHours !== null && (everyHours < 1 || everyHours > MAX_EVERY_HOURS)) {
    const message = `everyHours must be 1 to ${MAX_EVERY_HOURS}, but got ${everyHours}; use hourOfDay for once a day.`;
    problems.add("INVALID_INPUT", [...path, "everyHours"], message);
  }
}
