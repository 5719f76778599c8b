import type { EntityManager } from "typeorm";
import type { Database } from "../postgres/database";
import type { RequestContext } from "../request-context";
import type { JobRun, JobStatus } from "./job-run";

interface JobRow {
  readonly id: string;
  readonly organisation_id: string;
  readonly access_key_id: string;
  readonly kind: string;
  readonly status: JobStatus;
  readonly progress: number;
  readonly attempt: number;
  readonly payload: unknown;
  readonly result: unknown;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
}

const toJobRun = (row: JobRow): JobRun => ({
  id: row.id,
  organisationId: row.organisation_id,
  accessKeyId: row.access_key_id,
  kind: row.kind,
  status: row.status,
  progress: row.progress,
  attempt: row.attempt,
  payload: row.payload,
  result: row.result,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  failure: row.failure_code === null ? null : { code: row.failure_code, message: row.failure_message ?? "" },
});

export interface NewJob {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
}

/** On whose behalf a job works, and when it was asked for. */
export type JobContext = Pick<RequestContext, "organisationId" | "actor" | "clock">;

/** A claim on a job: whoever holds the current token may write, nobody else. */
export interface JobClaim {
  readonly run: JobRun;
  readonly fencingToken: string;
}

/** A job with the name of the worker that took it. */
export interface LockedJob {
  readonly id: string;
  readonly workerId: string;
}

/** Longest silence of a worker before its job is given to another one. */
const LEASE = "30 seconds";

export class JobStore {
  constructor(private readonly database: Database) {}

  /** Records and dispatches a job inside the caller's transaction: it exists if and only if the caller's change does. */
  async enqueue(manager: EntityManager, context: JobContext, job: NewJob): Promise<void> {
    await this.insert(manager, context, job, null);
    await this.dispatch(manager, job.id);
  }

  /** The same, unless anybody of any organisation asked for the job of this key before. */
  async enqueueOnce(manager: EntityManager, context: JobContext, job: NewJob, onceKey: string): Promise<void> {
    if (await this.insert(manager, context, job, onceKey)) await this.dispatch(manager, job.id);
  }

  /** False when there is a job of the key. */
  private async insert(
    manager: EntityManager,
    { organisationId, actor, clock }: JobContext,
    { id, kind, payload }: NewJob,
    onceKey: string | null,
  ): Promise<boolean> {
    const inserted: unknown[] = await manager.query(
      `/* jobs.enqueue */ INSERT INTO job_run (id, organisation_id, access_key_id, kind, status, payload, created_at, once_key)
       VALUES ($1, $2, $3, $4, 'QUEUED', $5, $6, $7)
       ON CONFLICT (once_key) WHERE once_key IS NOT NULL DO NOTHING RETURNING id`,
      [id, organisationId, actor.accessKeyId, kind, JSON.stringify(payload), clock.now(), onceKey],
    );
    return inserted.length === 1;
  }

  private async dispatch(manager: EntityManager, id: string): Promise<void> {
    await manager.query("/* jobs.dispatch */ SELECT enqueue_job($1)", [id]);
  }

  async find(context: RequestContext, id: string): Promise<JobRun | null> {
    const rows: JobRow[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* jobs.find */ SELECT * FROM job_run WHERE id = $1", [id]),
    );
    return rows[0] ? toJobRun(rows[0]) : null;
  }

  /** Takes a job that is queued or whose worker fell silent; null when it is done or another worker holds it. */
  async claim(id: string, workerId: string): Promise<JobClaim | null> {
    const [rows]: [(JobRow & { fencing_token: string })[]] = await this.database.withSystem((manager) =>
      manager.query(
        `/* jobs.claim */ UPDATE job_run
         SET status = 'RUNNING', attempt = attempt + 1, fencing_token = fencing_token + 1, worker_id = $2,
             lease_until = now() + interval '${LEASE}', started_at = coalesce(started_at, now()), progress = 0
         WHERE id = $1 AND (status = 'QUEUED' OR (status = 'RUNNING' AND lease_until < now()))
         RETURNING *`,
        [id, workerId],
      ),
    );
    return rows[0] ? { run: toJobRun(rows[0]), fencingToken: rows[0].fencing_token } : null;
  }

  /** Renews the lease; false when the token is no longer current. */
  async heartbeat(id: string, fencingToken: string, progress: number): Promise<boolean> {
    return this.database.withSystem(async (manager) => {
      const [, changed] = await manager.query(
        `/* jobs.heartbeat */ UPDATE job_run SET lease_until = now() + interval '${LEASE}', progress = $3
         WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'`,
        [id, fencingToken, progress],
      );
      return changed === 1;
    });
  }

  /** Marks the job done in the transaction that publishes what it made; false when the token is no longer current. */
  async succeed(manager: EntityManager, id: string, fencingToken: string, result: unknown): Promise<boolean> {
    const [, changed] = await manager.query(
      `/* jobs.succeed */ UPDATE job_run SET status = 'SUCCEEDED', progress = 1, result = $3, finished_at = now(), lease_until = NULL
       WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'`,
      [id, fencingToken, JSON.stringify(result ?? null)],
    );
    return changed === 1;
  }

  async fail(
    id: string,
    fencingToken: string,
    failure: { readonly code: string; readonly message: string },
  ): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query(
        `/* jobs.fail */ UPDATE job_run SET status = 'FAILED', failure_code = $3, failure_message = $4, finished_at = now(), lease_until = NULL
         WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'`,
        [id, fencingToken, failure.code, failure.message],
      ),
    );
  }

  /** Gives an attempt up so that another may begin; one that the job is not to blame for does not count. */
  async release(id: string, fencingToken: string, isCounted: boolean): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query(
        `/* jobs.release */ UPDATE job_run SET status = 'QUEUED', lease_until = NULL, attempt = attempt - CASE WHEN $3 THEN 0 ELSE 1 END
         WHERE id = $1 AND fencing_token = $2 AND status = 'RUNNING'`,
        [id, fencingToken, isCounted],
      ),
    );
  }

  /** Jobs whose worker fell silent, with the worker's name. */
  async expired(): Promise<readonly LockedJob[]> {
    return this.database.withSystem((manager) =>
      manager.query(
        `/* jobs.expired */ SELECT id, worker_id AS "workerId" FROM job_run WHERE status = 'RUNNING' AND lease_until < now() AND worker_id IS NOT NULL`,
      ),
    );
  }

  /** Those of the jobs that nobody has claimed. */
  async queuedAmong(jobs: readonly LockedJob[]): Promise<readonly LockedJob[]> {
    if (jobs.length === 0) return [];
    const rows: { id: string }[] = await this.database.withSystem((manager) =>
      manager.query("/* jobs.queuedAmong */ SELECT id FROM job_run WHERE id::text = ANY($1) AND status = 'QUEUED'", [
        jobs.map(({ id }) => id),
      ]),
    );
    const queued = new Set(rows.map(({ id }) => id));
    return jobs.filter(({ id }) => queued.has(id));
  }

  async dispatchAgain(id: string): Promise<void> {
    await this.database.withSystem((manager) => manager.query("/* jobs.dispatchAgain */ SELECT enqueue_job($1)", [id]));
  }
}
