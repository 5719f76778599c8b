import type { EntityManager } from "typeorm";

/** What settle is asked to look at; every statement runs inside the asker's transaction, as the system. */
export class SettleRequestStore {
  /** A request that comes again is as young as the last one, so that whoever settled the first cannot take it away. */
  async askForPeople(manager: EntityManager, ordinals: readonly number[]): Promise<void> {
    await manager.query(
      `/* people.askForPeople */ INSERT INTO unsettled_person (ordinal, requested_at) SELECT ordinal, clock_timestamp() FROM (SELECT DISTINCT unnest($1::bigint[]) AS ordinal ORDER BY ordinal) AS asked
       ON CONFLICT (ordinal) DO UPDATE SET requested_at = excluded.requested_at`,
      [ordinals],
    );
  }

  async askForOverlay(manager: EntityManager, organisationId: string): Promise<void> {
    await manager.query(
      `/* people.askForOverlay */ INSERT INTO unsettled_overlay (organisation_id, requested_at) VALUES ($1, clock_timestamp())
       ON CONFLICT (organisation_id) DO UPDATE SET requested_at = excluded.requested_at`,
      [organisationId],
    );
  }

  /** True when no job that was asked for waits already; two callers at once take turns. */
  async needsJob(manager: EntityManager): Promise<boolean> {
    await manager.query("/* people.lockSettlement */ SELECT id FROM people_settlement WHERE id = 1 FOR UPDATE");
    const queued: unknown[] = await manager.query(
      `/* people.findQueuedSettle */ SELECT 1 FROM people_settlement JOIN job_run ON job_run.id = people_settlement.job_id
       WHERE people_settlement.id = 1 AND job_run.status = 'QUEUED'`,
    );
    return queued.length === 0;
  }

  async noteJob(manager: EntityManager, jobId: string): Promise<void> {
    await manager.query("/* people.noteSettle */ UPDATE people_settlement SET job_id = $1 WHERE id = 1", [jobId]);
  }
}
