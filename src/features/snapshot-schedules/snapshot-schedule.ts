import { DateTime } from "luxon";

/** Longest that restatement looks back: further back labels are thinned. */
export const MAX_RESTATE_DAYS = 92;

/** A brand's daily snapshots: at 00:00 of its zone, of all categories, by the rules in force. */
export interface SnapshotSchedule {
  readonly organisationId: string;
  readonly brandId: number;
  /** On whose behalf they are taken: who set the schedule last. */
  readonly accessKeyId: string;
  readonly isActive: boolean;
  /** With each daily snapshot those of so many days before that are OUTDATED are taken again; 0: none. */
  readonly restateDays: number;
  /** The last day in the brand's zone whose snapshot was asked for, e.g. 2025-11-11; null: none since it is active. */
  readonly lastDay: string | null;
  /** Counts up with every change. */
  readonly version: number;
  readonly changedAt: Date;
}

/** Most days that are caught up after nobody worked; older ones can be taken on demand. */
const MAX_CATCH_UP_DAYS = 31;

/** First instants of the days whose snapshot is due, oldest first; a new schedule begins with today. */
export function dueDays(lastDay: string | null, now: Date, zone: string): readonly Date[] {
  const today = DateTime.fromJSDate(now, { zone }).startOf("day");
  if (lastDay === null) return [today.toJSDate()];
  const missed = Math.round(today.diff(DateTime.fromISO(lastDay, { zone }), "days").days);
  const count = Math.min(Math.max(missed, 0), MAX_CATCH_UP_DAYS);
  return Array.from({ length: count }, (_, index) => today.minus({ days: count - 1 - index }).toJSDate());
}

/** When the next snapshot is taken; null: never, as the schedule is paused. */
export function nextSnapshotAt(schedule: SnapshotSchedule, now: Date, zone: string): Date | null {
  if (!schedule.isActive) return null;
  const [due] = dueDays(schedule.lastDay, now, zone);
  return due ?? DateTime.fromJSDate(now, { zone }).startOf("day").plus({ days: 1 }).toJSDate();
}
