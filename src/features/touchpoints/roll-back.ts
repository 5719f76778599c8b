import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { JobHandler } from "../../platform/jobs/worker";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import { type PersonDirectory, PLANE_SHAPE } from "../people";
import { runNotFound } from "./integration-run.service";
import type { OutdatedFigures } from "./late-touchpoints";
import type { PlaneStore } from "./plane.store";
import type { ReceivedChunks } from "./received-chunks";
import type { RunListStore } from "./run-list.store";
import type { RunStateStore } from "./run-state.store";

const ROLL_BACK_INTEGRATION_RUN = "ROLL_BACK_INTEGRATION_RUN";
/** Chunks of one DELETE: each reads the chunk column of every part, so few large ones. */
const CHUNKS_PER_WIPE = 1_000;

interface RollBackPayload {
  readonly integrationRunId: string;
}

/** Runs `work` in one transaction, with whatever else its end means. */
type Publish = (work: (manager: EntityManager) => Promise<unknown>) => Promise<unknown>;

export interface RollBackParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly list: RunListStore;
  readonly states: RunStateStore;
  readonly received: ReceivedChunks;
  readonly plane: PlaneStore;
  readonly people: PersonDirectory;
  readonly locks: AdvisoryLocks;
  readonly figures: OutdatedFigures;
  readonly access: AccessService;
}

/**
 * Takes an import back. The request fences the run: no chunk of it is received or committed from then on, so the chunks
 * that the work finds are all there will ever be. Each step can be run again; the last one publishes.
 */
export class RollBack {
  constructor(private readonly parts: RollBackParts) {}

  /** The queued job. */
  async enqueue(context: RequestContext, integrationRunId: string, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs } = this.parts;
    const payload: RollBackPayload = { integrationRunId };
    const call = { key: idempotencyKey, mutation: "rollBackIntegrationRun", request: payload };
    const id = await once(database, context, call, async (manager) => {
      await this.request(manager, context, integrationRunId);
      const jobId = newId(context.clock.now());
      await jobs.enqueue(manager, context, { id: jobId, kind: ROLL_BACK_INTEGRATION_RUN, payload });
      return jobId;
    });
    return (await this.findJob(context, id))!;
  }

  /** The same without a worker, for the command line. */
  async runHere(context: RequestContext, integrationRunId: string): Promise<void> {
    const { database } = this.parts;
    await database.withTenant(context, (manager) => this.request(manager, context, integrationRunId));
    await this.work(context, integrationRunId, (work) => database.withTenant(context, work));
  }

  async findJob(context: RequestContext, id: string): Promise<JobRun | null> {
    const job = await this.parts.jobs.find(context, id);
    return job?.kind === ROLL_BACK_INTEGRATION_RUN ? job : null;
  }

  integrationRunIdOf(job: Pick<JobRun, "payload">): string {
    return (job.payload as RollBackPayload).integrationRunId;
  }

  /** For the worker's table of handlers. */
  handler(): readonly [string, JobHandler] {
    return [
      ROLL_BACK_INTEGRATION_RUN,
      (job) => this.work(job.context, this.integrationRunIdOf(job.run), (work) => job.publish(work), job.progress),
    ];
  }

  private async request(manager: EntityManager, context: RequestContext, id: string): Promise<void> {
    const { states, access } = this.parts;
    const status = await states.lock(manager, id);
    if (status === null) throw runNotFound();
    if (status === "RUNNING")
      throw UserProblems.one(
        "RUN_NOT_ENDED",
        ["id"],
        "The run must have ended, but is RUNNING; stop it with stopIntegrationRun, then roll it back.",
      );
    if (status === "ROLLED_BACK")
      throw UserProblems.one(
        "RUN_ROLLED_BACK",
        ["id"],
        "The run must not be rolled back yet, but is; import it again.",
      );
    await states.requestRollBack(manager, context, id);
    await access.audit(manager, context, "rollBackIntegrationRun", `IntegrationRun:${id}`, { status });
  }

  /**
   * Keys go first: without its key an event can be imported again, while a key without its touchpoint would make the event
   * a duplicate of nothing.
   */
  private async work(
    context: RequestContext,
    id: string,
    publish: Publish,
    progress: (share: number) => void = () => undefined,
  ): Promise<void> {
    const { list, states, received, plane, people, locks } = this.parts;
    if ((await list.find(context, id))?.status !== "ROLLED_BACK") {
      await received.settle(context, id);
      const numbers = await states.findChunkNumbers(context, id);
      for (let from = 0; from < numbers.length; from += CHUNKS_PER_WIPE) {
        const part = numbers.slice(from, from + CHUNKS_PER_WIPE);
        const wipe = async (): Promise<void> => {
          await people.unsettleLinksOf(context, part);
          await plane.wipeChunks(part);
        };
        await locks.hold([], wipe, [PLANE_SHAPE]);
        progress((from + CHUNKS_PER_WIPE) / numbers.length);
      }
    }
    await publish((manager) => this.publish(manager, context, id));
  }

  private async publish(manager: EntityManager, context: RequestContext, id: string): Promise<RollBackPayload> {
    const { database, states, figures } = this.parts;
    if (await states.rollBack(manager, context, id)) {
      await states.movePlaneAndPeopleOn(manager, context);
      const oldest = await states.oldestTouchpoints(manager, id);
      const organisationId = (await states.isOfCloudSource(manager, id)) ? null : context.organisationId;
      const now = context.clock.now();
      await database.elevated(manager, () => figures.markOutdated(manager, { oldest, organisationId }, now));
    }
    return { integrationRunId: id };
  }
}
