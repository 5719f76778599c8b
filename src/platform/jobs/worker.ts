import {
  type Logger as GraphileLogger,
  Logger as GraphileLoggerClass,
  makeWorkerUtils,
  run as runGraphileWorker,
  type WorkerUtils,
} from "graphile-worker";
import type { Pool } from "pg";
import type { Logger } from "pino";
import type { EntityManager } from "typeorm";
import { type Clock, systemClock } from "../clock";
import { newId } from "../ids";
import { permissions } from "../permission";
import type { Database } from "../postgres/database";
import { createRequestContext, type RequestContext } from "../request-context";
import { UserProblems } from "../user-error";
import type { Chore } from "./chore";
import { JobFailure, type JobRun } from "./job-run";
import type { JobClaim, JobStore, LockedJob } from "./job-store";

/** What a handler gets: its record, the context of who asked, and the only way to end well. */
export interface RunningJob {
  readonly run: JobRun;
  readonly context: RequestContext;
  /** Aborted when the lease is lost or the process drains. */
  readonly signal: AbortSignal;
  progress(share: number): void;
  /** Publishes: `work` and the success of the job are one transaction, refused when another worker took the job over. */
  publish(work: (manager: EntityManager) => Promise<unknown>): Promise<void>;
  /** The same for figures of the whole cloud. */
  publishAsSystem(work: (manager: EntityManager) => Promise<unknown>): Promise<void>;
}

export type JobHandler = (job: RunningJob) => Promise<void>;

/** A renewed lease is a third of its length old at most, so one lost heartbeat costs nothing. */
const HEARTBEAT_MS = 10_000;
/** A job that threw, or took its worker down, this often is not going to work: it fails for good and waits for a person. */
const MAX_ATTEMPTS = 5;

class LeaseLost extends Error {}

export interface WorkerOptions {
  readonly store: JobStore;
  readonly database: Database;
  /** Connections past any pooler, with the rights of the queue's owner; ended with the worker. */
  readonly pool: Pool;
  readonly handlers: ReadonlyMap<string, JobHandler>;
  readonly chores: readonly Chore[];
  /** What chores go by. */
  readonly clock: Clock;
  readonly logger: Logger;
  readonly concurrency: number;
}

export class Worker {
  private stopping = new AbortController();
  private runner: Awaited<ReturnType<typeof runGraphileWorker>> | undefined;
  private utils: WorkerUtils | undefined;
  private sweeper: NodeJS.Timeout | undefined;
  private chores: Promise<void> | null = null;

  constructor(private readonly options: WorkerOptions) {}

  async start(): Promise<void> {
    const logger = graphileLogger(this.options.logger);
    this.utils = await makeWorkerUtils({ pgPool: this.options.pool, logger });
    this.runner = await runGraphileWorker({
      pgPool: this.options.pool,
      concurrency: this.options.concurrency,
      noHandleSignals: true,
      logger,
      taskList: {
        job_run: (payload, helpers) =>
          this.attempt((payload as { jobRunId: string }).jobRunId, String(helpers.job.locked_by)),
      },
    });
    await this.sweep();
    this.doChores();
    this.sweeper = setInterval(() => {
      void this.sweep();
      this.doChores();
    }, HEARTBEAT_MS);
  }

  /** Takes no new job and waits for those under way. */
  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    this.stopping.abort();
    await this.runner?.stop();
    await this.chores;
    await this.utils?.release();
    await this.options.pool.end();
  }

  /** One after the other, and none while the last round is under way. */
  private doChores(): void {
    this.chores ??= this.choreRound().finally(() => {
      this.chores = null;
    });
  }

  private async choreRound(): Promise<void> {
    const { chores, clock, logger } = this.options;
    for (const { name, run } of chores) {
      if (this.stopping.signal.aborted) return;
      await run({ clock, logger }).catch((error) =>
        logger.warn({ chore: name, error: messageOf(error) }, "a chore failed and will be tried again"),
      );
    }
  }

  /** Frees the jobs of workers that fell silent, so that this or another worker takes them. */
  private async sweep(): Promise<void> {
    try {
      const { store } = this.options;
      const expired = [...(await store.expired()), ...(await store.queuedAmong(await this.lockedForLong()))];
      if (expired.length === 0) return;
      await this.utils?.forceUnlockWorkers([...new Set(expired.map((job) => job.workerId))]);
      for (const job of expired) await store.dispatchAgain(job.id);
      this.options.logger.warn({ jobs: expired.map((job) => job.id) }, "took up jobs of a silent worker");
    } catch (error) {
      this.options.logger.warn(
        { error: messageOf(error) },
        "the sweep of silent workers failed and will be tried again",
      );
    }
  }

  /** Jobs that a worker took from the queue long ago; it claims them at once, so one that is still QUEUED died in between. */
  private async lockedForLong(): Promise<readonly LockedJob[]> {
    const { rows } = await this.options.pool.query<LockedJob>(
      `/* worker.lockedForLong */ SELECT key AS id, locked_by AS "workerId" FROM graphile_worker.jobs
       WHERE locked_at < now() - interval '30 seconds' AND key IS NOT NULL`,
    );
    return rows;
  }

  private async attempt(jobRunId: string, workerId: string): Promise<void> {
    const claim = await this.options.store.claim(jobRunId, workerId);
    if (!claim) return;
    const { run } = claim;
    const logger = this.options.logger.child({ job: run.id, kind: run.kind, attempt: run.attempt });
    const lease = new Lease(this.options.store, claim, this.stopping.signal);
    logger.info("job begins");
    try {
      if (run.attempt > MAX_ATTEMPTS)
        throw new JobFailure(
          "INTERNAL",
          `The work was begun ${MAX_ATTEMPTS} times and its worker fell silent; ask an operator to look at the workers.`,
        );
      const handler = this.options.handlers.get(run.kind);
      if (!handler)
        throw new JobFailure(
          "UNKNOWN_KIND",
          `No handler is registered for jobs of kind ${run.kind}; run a worker of this release.`,
        );
      await handler(this.runningJob(claim, lease, logger));
      logger.info("job ended");
    } catch (error) {
      await this.giveUp(claim, error, logger);
    } finally {
      lease.end();
    }
  }

  private runningJob(claim: JobClaim, lease: Lease, logger: Logger): RunningJob {
    const { run, fencingToken } = claim;
    const { store, database } = this.options;
    const finish = async (
      manager: EntityManager,
      work: (manager: EntityManager) => Promise<unknown>,
    ): Promise<void> => {
      const result = await work(manager);
      if (!(await store.succeed(manager, run.id, fencingToken, result))) throw new LeaseLost();
    };
    const context = createRequestContext({
      organisationId: run.organisationId,
      actor: { accessKeyId: run.accessKeyId, name: `job ${run.kind}`, role: "ADMIN", allowedOrigins: [] },
      permissions: new Set(permissions),
      clock: systemClock,
      logger,
    });
    return {
      run,
      context,
      signal: lease.signal,
      progress: (share) => lease.report(share),
      publish: (work) => database.withTenant(context, (manager) => finish(manager, work)),
      publishAsSystem: (work) => database.withSystem((manager) => finish(manager, work)),
    };
  }

  private async giveUp(claim: JobClaim, error: unknown, logger: Logger): Promise<void> {
    const { run, fencingToken } = claim;
    if (error instanceof LeaseLost) {
      logger.warn("another worker took the job over; nothing was written");
      return;
    }
    const known =
      error instanceof JobFailure
        ? error
        : error instanceof UserProblems
          ? new JobFailure(error.problems[0]!.code, error.message)
          : null;
    if (known) {
      logger.warn({ code: known.code, reason: known.message }, "job failed");
      await this.options.store.fail(run.id, fencingToken, known);
      return;
    }
    if (this.stopping.signal.aborted) {
      logger.info("attempt cut by the end of the worker, to be begun anew");
      await this.options.store.release(run.id, fencingToken, false);
      throw error;
    }
    const errorId = newId(new Date());
    if (run.attempt >= MAX_ATTEMPTS) {
      logger.error({ err: error, errorId }, "job failed for good");
      await this.options.store.fail(run.id, fencingToken, {
        code: "INTERNAL",
        message: `The work failed ${MAX_ATTEMPTS} times; quote error ${errorId} to an operator.`,
      });
      return;
    }
    logger.warn({ err: error, errorId }, "attempt failed and will be repeated");
    await this.options.store.release(run.id, fencingToken, true);
    throw error;
  }
}

/** Keeps a claim alive while its handler works. */
class Lease {
  private readonly lost = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private share = 0;
  readonly signal: AbortSignal;

  constructor(store: JobStore, claim: JobClaim, stopping: AbortSignal) {
    this.signal = AbortSignal.any([this.lost.signal, stopping]);
    this.timer = setInterval(() => {
      store.heartbeat(claim.run.id, claim.fencingToken, this.share).then(
        (held) => {
          if (!held) this.lost.abort(new LeaseLost());
        },
        () => undefined, // PostgreSQL is away: the lease may run out, and then `succeed` refuses
      );
    }, HEARTBEAT_MS);
  }

  report(share: number): void {
    this.share = Math.max(0, Math.min(1, share));
  }

  end(): void {
    clearInterval(this.timer);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function graphileLogger(logger: Logger): GraphileLogger {
  return new GraphileLoggerClass(() => (level, message) => {
    if (level === "error") logger.warn({ queue: message }, "the queue reports a problem");
    else logger.debug({ queue: message }, "queue");
  });
}
