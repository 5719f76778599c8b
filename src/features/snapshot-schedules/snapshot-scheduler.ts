import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { Chore } from "../../platform/jobs/chore";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { TAKE_ASSET_SNAPSHOT, type TakeSnapshotPayload } from "../assets";
import type { OutdatedKeyStore } from "./outdated-key.store";
import { dueDays, type SnapshotSchedule } from "./snapshot-schedule";
import type { SnapshotScheduleStore } from "./snapshot-schedule.store";

/** Most snapshots that one day of a schedule takes again; the rest is taken with the next day's. */
const MAX_RESTATED = 100;

/**
 * Asks for the daily snapshots of brands whose day has begun, and for those that late data has outdated. The day is moved on in the
 * transaction that asks, so of several workers one asks; and a snapshot that is known is not taken twice.
 */
export class SnapshotScheduler {
  readonly chore: Chore = { name: "take scheduled snapshots", run: ({ clock }) => this.run(clock.now()) };

  constructor(
    private readonly database: Database,
    private readonly jobs: JobStore,
    private readonly store: SnapshotScheduleStore,
    private readonly outdated: OutdatedKeyStore,
  ) {}

  async run(now: Date): Promise<void> {
    for (const schedule of await this.store.findDue(now))
      await this.database.withTenant(schedule, (manager) => this.ask(manager, schedule, now));
  }

  private async ask(
    manager: EntityManager,
    schedule: SnapshotSchedule & { readonly zone: string },
    now: Date,
  ): Promise<void> {
    const { brandId, zone, lastDay, restateDays } = schedule;
    const days = dueDays(lastDay, now, zone);
    const today = DateTime.fromJSDate(now, { zone }).startOf("day");
    if (!(await this.store.advance(manager, schedule, today.toISODate()!))) return;
    const since = today.minus({ days: restateDays }).toJSDate();
    const again = restateDays > 0 ? await this.outdated.find(manager, brandId, { since, limit: MAX_RESTATED }) : [];
    const daily = days.map((day) => ({ brandId, categoryId: null, asOf: day.toISOString(), ruleSetId: null }));
    for (const payload of [...daily, ...again]) await this.enqueue(manager, schedule, payload, now);
  }

  private async enqueue(
    manager: EntityManager,
    { organisationId, accessKeyId }: SnapshotSchedule,
    payload: TakeSnapshotPayload,
    now: Date,
  ): Promise<void> {
    const context: Pick<RequestContext, "organisationId" | "actor" | "clock"> = {
      organisationId,
      actor: { accessKeyId, name: "snapshot schedule", role: "ADMIN", allowedOrigins: [] },
      clock: { now: () => now },
    };
    await this.jobs.enqueue(manager, context, { id: newId(now), kind: TAKE_ASSET_SNAPSHOT, payload });
  }
}
