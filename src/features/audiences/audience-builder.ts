import { newId } from "../../platform/ids";
import { JobFailure, type JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import type { QuestionBudget } from "../access";
import type { ConsentReader, PeopleCopies, PeopleSettlement, StablePlane } from "../people";
import type { AudienceService } from "./audience.service";
import type { PackToChange } from "./audience-editor";
import type { AudienceEvaluator } from "./audience-evaluator";
import type { AudienceMemberStore } from "./audience-member.store";
import type { AudiencePack } from "./audience-pack";
import type { AudiencePackStore } from "./audience-pack.store";
import { audienceQuestion } from "./audience-question";
import type { BasisFinder, BasisRequest } from "./basis-finder";
import { requireChangeable } from "./pack-change";
import type { PackReferences } from "./pack-references";

const BUILD_AUDIENCE_PACK = "BUILD_AUDIENCE_PACK";

/** What a build was asked for. The instant is fixed then, so that every attempt freezes the same people. */
export interface BuildRequest {
  readonly audiencePackId: string;
  readonly packVersion: number;
  /** With the rules of LIVE packs in place. */
  readonly rulesHash: string;
  readonly asOf: string;
}

export interface AudienceBuilderInput {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly questions: QuestionBudget;
  readonly store: AudiencePackStore;
  readonly members: AudienceMemberStore;
  readonly packs: AudienceService;
  readonly references: PackReferences;
  readonly basis: BasisFinder;
  readonly evaluator: AudienceEvaluator;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
  readonly consent: ConsentReader;
  readonly copies: PeopleCopies;
}

/** Freezes the people of a pack's rules as its members. */
export class AudienceBuilder {
  constructor(private readonly its: AudienceBuilderInput) {}

  /** The queued run. */
  async enqueue(
    context: RequestContext,
    { packId, expectedVersion }: PackToChange,
    idempotencyKey?: string | null,
  ): Promise<JobRun> {
    const call: IdempotentCall = {
      key: idempotencyKey,
      mutation: "buildAudiencePack",
      request: { packId, expectedVersion },
    };
    const prepared = await settled(this.prepare(context, packId, expectedVersion));
    const runId = await once(this.its.database, context, call, async (manager) => {
      const payload = prepared();
      const id = newId(context.clock.now());
      await this.its.jobs.enqueue(manager, context, { id, kind: BUILD_AUDIENCE_PACK, payload });
      return id;
    });
    return (await this.findRun(context, runId))!;
  }

  async findRun(context: RequestContext, runId: string): Promise<JobRun | null> {
    const run = await this.its.jobs.find(context, runId);
    return run?.kind === BUILD_AUDIENCE_PACK ? run : null;
  }

  /** For the worker's table of handlers. */
  handler(): readonly [string, JobHandler] {
    return [BUILD_AUDIENCE_PACK, (job) => this.build(job)];
  }

  private async prepare(context: RequestContext, packId: string, expectedVersion: number): Promise<BuildRequest> {
    const pack = await this.its.packs.requirePack(context, packId, ["id"]);
    requireChangeable(pack, "build", expectedVersion);
    const rulesHash = await this.rulesHashOf(context, pack);
    await this.its.questions.spend(context, audienceQuestion(pack.brandId, rulesHash));
    const { asOf } = await this.its.basis.find(context, basisOf(pack, null));
    return { audiencePackId: packId, packVersion: expectedVersion, rulesHash, asOf: asOf.toISOString() };
  }

  private rulesHashOf(context: RequestContext, { brandId, rules }: AudiencePack): Promise<string> {
    return this.its.references.expandedHash(context, { brandId, rule: rules.rule, path: ["rules"], packId: null });
  }

  private async build(job: RunningJob): Promise<void> {
    const { context } = job;
    const { audiencePackId, packVersion, rulesHash } = job.run.payload as BuildRequest;
    const pack = await this.its.packs.findPack(context, audiencePackId);
    if (pack?.version !== packVersion) throw movedOn(packVersion);
    if ((await this.rulesHashOf(context, pack)) !== rulesHash) throw livePackMovedOn();
    await this.its.settle.settle(context);
    await this.its.copies.make((assertHeld) => this.freeze(job, pack, assertHeld));
  }

  private async freeze(job: RunningJob, pack: AudiencePack, assertHeld: () => void): Promise<void> {
    const { context } = job;
    const { audiencePackId, packVersion, asOf } = job.run.payload as BuildRequest;
    const { basis, people } = await this.its.plane.read(context, async () => {
      const basis = await this.its.basis.find(context, basisOf(pack, new Date(asOf)));
      const people = await this.its.evaluator.evaluate(pack.rules.rule, basis);
      people.andNotInPlace(await this.its.consent.withdrawn(context));
      return { basis, people };
    });
    job.progress(0.5);
    const buildId = newId(context.clock.now());
    await this.its.members.insert(buildId, people);
    assertHeld();
    await job.publish(async (manager) => {
      const { planeVersion } = basis;
      const build = { id: buildId, asOf: basis.asOf, planeVersion, people: BigInt(people.size) };
      const version = { id: audiencePackId, version: packVersion };
      if (!(await this.its.store.publishBuild(manager, context, version, build))) throw movedOn(packVersion);
      return { buildId };
    });
  }
}

const basisOf = ({ brandId, rules }: AudiencePack, asOf: Date | null): BasisRequest => ({
  brandId,
  rule: rules.rule,
  path: ["rules"],
  asOf,
});

const movedOn = (version: number): JobFailure =>
  new JobFailure(
    "VERSION_CONFLICT",
    `The pack must stay at version ${version} until its build is published, but was changed meanwhile; build it again.`,
  );

const livePackMovedOn = (): JobFailure =>
  new JobFailure(
    "VERSION_CONFLICT",
    "The rules of LIVE packs must stay as they were when the build was asked for, but one was changed meanwhile; build it again.",
  );

/** Keeps what came out, so that it can be thrown inside a transaction: a replay must not meet the problems of a later day. */
async function settled<T>(work: Promise<T>): Promise<() => T> {
  const [outcome] = await Promise.allSettled([work]);
  return () => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  };
}
