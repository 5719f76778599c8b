import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { PackSchedule, SkippedRefresh } from "./pack-schedule";

interface ScheduleRow extends Omit<PackSchedule, "skipped"> {
  readonly skippedAt: Date | null;
  readonly skipCode: string;
  readonly skipMessage: string;
}

/** A schedule whose time has come, with the zone of the pack's brand. */
export type DueSchedule = PackSchedule & { readonly zone: string };

const SCHEDULE = `schedule.audience_pack_id AS "packId", schedule.organisation_id AS "organisationId",
  schedule.access_key_id AS "accessKeyId", schedule.hour_of_day AS "hourOfDay", schedule.every_hours AS "everyHours",
  schedule.starts_at AS "startsAt", schedule.next_at AS "nextAt", schedule.skipped_at AS "skippedAt",
  schedule.skip_code AS "skipCode", schedule.skip_message AS "skipMessage"`;

export class PackScheduleStore {
  constructor(private readonly database: Database) {}

  async findByPackIds(context: RequestContext, packIds: readonly string[]): Promise<readonly PackSchedule[]> {
    const rows: ScheduleRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* packSchedules.findByPackIds */ SELECT ${SCHEDULE} FROM audience_pack_schedule AS schedule
         WHERE audience_pack_id = ANY($1)`,
        [packIds],
      ),
    );
    return rows.map(toSchedule);
  }

  /** A new schedule, or another one in place of the old, whose skipped refresh is forgotten. */
  async put(
    manager: EntityManager,
    { organisationId, actor }: RequestContext,
    {
      packId,
      hourOfDay,
      everyHours,
      startsAt,
      nextAt,
    }: Omit<PackSchedule, "organisationId" | "accessKeyId" | "skipped">,
  ): Promise<void> {
    await manager.query(
      `/* packSchedules.put */ INSERT INTO audience_pack_schedule
         (audience_pack_id, organisation_id, access_key_id, hour_of_day, every_hours, starts_at, next_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (audience_pack_id) DO UPDATE SET access_key_id = excluded.access_key_id,
         hour_of_day = excluded.hour_of_day, every_hours = excluded.every_hours, starts_at = excluded.starts_at,
         next_at = excluded.next_at, skipped_at = NULL, skip_code = NULL, skip_message = NULL`,
      [packId, organisationId, actor.accessKeyId, hourOfDay, everyHours, startsAt, nextAt],
    );
  }

  async remove(manager: EntityManager, packId: string): Promise<void> {
    await manager.query("/* packSchedules.remove */ DELETE FROM audience_pack_schedule WHERE audience_pack_id = $1", [
      packId,
    ]);
  }

  /** Of packs that can be built, of granted brands. */
  async findDue(now: Date): Promise<readonly DueSchedule[]> {
    const rows: (ScheduleRow & { readonly zone: string })[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* packSchedules.findDue */ SELECT ${SCHEDULE}, brand.zone FROM audience_pack_schedule AS schedule
         JOIN audience_pack AS pack ON pack.id = schedule.audience_pack_id
         JOIN brand ON brand.id = pack.brand_id
         JOIN brand_grant ON brand_grant.brand_id = pack.brand_id AND brand_grant.organisation_id = pack.organisation_id
         WHERE schedule.next_at <= $1 AND pack.state IN ('DRAFT', 'BUILT')
           AND (pack.expires_at IS NULL OR pack.expires_at > $1)
         ORDER BY schedule.next_at`,
        [now],
      ),
    );
    return rows.map((row) => ({ ...toSchedule(row), zone: row.zone }));
  }

  /** Moves on to the next refresh; false when another worker did, or the schedule was changed. */
  async advance(manager: EntityManager, { packId, nextAt }: PackSchedule, next: Date): Promise<boolean> {
    const [, affected]: [unknown, number] = await manager.query(
      "/* packSchedules.advance */ UPDATE audience_pack_schedule SET next_at = $3 WHERE audience_pack_id = $1 AND next_at = $2",
      [packId, nextAt, next],
    );
    return affected === 1;
  }

  async recordSkip(manager: EntityManager, packId: string, { at, code, message }: SkippedRefresh): Promise<void> {
    await manager.query(
      `/* packSchedules.recordSkip */ UPDATE audience_pack_schedule SET skipped_at = $2, skip_code = $3, skip_message = $4
       WHERE audience_pack_id = $1`,
      [packId, at, code, message],
    );
  }
}

function toSchedule({ skippedAt, skipCode, skipMessage, ...row }: ScheduleRow): PackSchedule {
  const { packId, organisationId, accessKeyId, hourOfDay, everyHours, startsAt, nextAt } = row;
  const skipped = skippedAt && { at: skippedAt, code: skipCode, message: skipMessage };
  return { packId, organisationId, accessKeyId, hourOfDay, everyHours, startsAt, nextAt, skipped };
}
