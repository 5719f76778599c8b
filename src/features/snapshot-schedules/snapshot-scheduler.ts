import { DateTime } from "luxon";
import type { Logger } from "pino";
import type { EntityManager } from "typeorm";
import type { Chore } from "../../platform/jobs/chore";
import type { JobContext } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { dueDays, type SnapshotSchedule } from "./snapshot-schedule";
import type { SnapshotScheduleStore } from "./snapshot-schedule.store";

/** Most figures of a kind that one day of a schedule counts again; the rest is counted with the next day's. */
export const MAX_RESTATED = 100;

/** A day of a schedule, for what is counted with its snapshots. */
export interface ScheduledDay {
  readonly brandId: number;
  readonly context: JobContext;
  /** The day on which it is asked for, in the brand's zone. */
  readonly today: string;
  /** First instants of the days that are due, oldest first. */
  readonly days: readonly Date[];
  /** Figures of instants from here on are counted again where they are OUTDATED; null: none are. */
  readonly restateFrom: Date | null;
}

/** Figures that are asked for with a day's snapshots, in the same transaction: so once, however many workers look. */
export interface DailyFigures {
  ask(manager: EntityManager, day: ScheduledDay): Promise<void>;
}

/**
 * Asks for the daily figures of brands whose day has begun, and for those that late data has outdated. The day is moved on in the
 * transaction that asks, so of several workers one asks; and a snapshot that is known is not taken twice.
 */
export class SnapshotScheduler {
  readonly chore: Chore = {
    name: "take scheduled snapshots",
    run: ({ clock, logger }) => this.run(clock.now(), logger),
  };

  constructor(
    private readonly database: Database,
    private readonly store: SnapshotScheduleStore,
    private readonly daily: readonly DailyFigures[],
  ) {}

  /** A schedule that fails is tried again in the next round and holds up no other. */
  async run(now: Date, logger: Logger): Promise<void> {
    for (const schedule of await this.store.findDue(now))
      await this.database
        .withTenant(schedule, (manager) => this.ask(manager, schedule, now))
        .catch((error) =>
          logger.warn({ err: error, brand: schedule.brandId }, "a scheduled snapshot was not asked for"),
        );
  }

  private async ask(
    manager: EntityManager,
    schedule: SnapshotSchedule & { readonly zone: string },
    now: Date,
  ): Promise<void> {
    const { brandId, organisationId, accessKeyId, zone, lastDay, restateDays } = schedule;
    const days = dueDays(lastDay, now, zone);
    const start = DateTime.fromJSDate(now, { zone }).startOf("day");
    const today = start.toISODate()!;
    if (!(await this.store.advance(manager, schedule, today))) return;
    const context: JobContext = {
      organisationId,
      actor: { accessKeyId, name: "snapshot schedule", role: "ADMIN", allowedOrigins: [] },
      clock: { now: () => now },
    };
    const restateFrom = restateDays > 0 ? start.minus({ days: restateDays }).toJSDate() : null;
    for (const figures of this.daily) await figures.ask(manager, { brandId, context, today, days, restateFrom });
  }
}
