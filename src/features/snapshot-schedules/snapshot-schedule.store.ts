import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { SnapshotSchedule } from "./snapshot-schedule";

const SCHEDULE = `schedule.organisation_id AS "organisationId", schedule.brand_id AS "brandId", access_key_id AS "accessKeyId",
  is_active AS "isActive", restate_days AS "restateDays", last_day::text AS "lastDay", schedule.version, changed_at AS "changedAt"`;

export class SnapshotScheduleStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, brandId: number): Promise<SnapshotSchedule | null> {
    const rows: SnapshotSchedule[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* schedules.find */ SELECT ${SCHEDULE} FROM asset_snapshot_schedule AS schedule WHERE brand_id = $1`,
        [brandId],
      ),
    );
    return rows[0] ?? null;
  }

  /**
   * Takes the version after `expectedVersion`; false when the schedule is at another one. Taken up again after a pause it begins
   * with the day on which it is, as nobody wanted those between.
   */
  async set(
    context: RequestContext,
    schedule: Pick<SnapshotSchedule, "brandId" | "isActive" | "restateDays">,
    expectedVersion: number,
  ): Promise<boolean> {
    const { organisationId, actor, clock } = context;
    const { brandId, isActive, restateDays } = schedule;
    const rows: unknown[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* schedules.set */ INSERT INTO asset_snapshot_schedule AS schedule
           (organisation_id, brand_id, access_key_id, is_active, restate_days, version, changed_at)
         SELECT $1, $2, $3, $4, $5, $6 + 1, $7
         WHERE $6 = coalesce((SELECT version FROM asset_snapshot_schedule WHERE brand_id = $2), 0)
         ON CONFLICT (organisation_id, brand_id) DO UPDATE SET access_key_id = excluded.access_key_id,
           is_active = excluded.is_active, restate_days = excluded.restate_days, version = excluded.version,
           changed_at = excluded.changed_at,
           last_day = CASE WHEN schedule.is_active THEN schedule.last_day END
         WHERE schedule.version = $6 RETURNING version`,
        [organisationId, brandId, actor.accessKeyId, isActive, restateDays, expectedVersion, clock.now()],
      ),
    );
    return rows.length === 1;
  }

  /** Active schedules of granted brands whose day has begun in their zone. */
  findDue(now: Date): Promise<readonly (SnapshotSchedule & { readonly zone: string })[]> {
    return this.database.withSystem((manager) =>
      manager.query(
        `/* schedules.findDue */ SELECT ${SCHEDULE}, brand.zone
         FROM asset_snapshot_schedule AS schedule JOIN brand ON brand.id = schedule.brand_id
         JOIN brand_grant ON brand_grant.brand_id = schedule.brand_id AND brand_grant.organisation_id = schedule.organisation_id
         WHERE is_active AND (last_day IS NULL OR last_day < ($1::timestamptz AT TIME ZONE brand.zone)::date)`,
        [now],
      ),
    );
  }

  /** Moves the schedule on to a day; false when another worker did, or it was changed. */
  async advance(manager: EntityManager, schedule: SnapshotSchedule, day: string): Promise<boolean> {
    const [, affected]: [unknown[], number] = await manager.query(
      `/* schedules.advance */ UPDATE asset_snapshot_schedule SET last_day = $3
       WHERE brand_id = $1 AND version = $2 AND is_active AND last_day IS NOT DISTINCT FROM $4`,
      [schedule.brandId, schedule.version, day, schedule.lastDay],
    );
    return affected === 1;
  }
}
