import type { RoaringBitmap32 } from "roaring";
import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import { JobFailure, type JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { settled } from "../../platform/settled";
import type { QuestionBudget } from "../access";
import type { ConsentReader, PeopleCopies, PeopleSettlement, StablePlane } from "../people";
import type { AudienceService } from "./audience.service";
import type { PackToChange } from "./audience-editor";
import type { AudienceEvaluator } from "./audience-evaluator";
import type { AudienceMemberStore } from "./audience-member.store";
import type { AudiencePack } from "./audience-pack";
import type { AudiencePackStore, NewBuild, PackVersion } from "./audience-pack.store";
import { audienceQuestion } from "./audience-question";
import type { BasisFinder, BasisRequest } from "./basis-finder";
import { requireChangeable } from "./pack-change";
import type { PackReferences } from "./pack-references";
import type { PackRunStore } from "./pack-run.store";

const BUILD_AUDIENCE_PACK = "BUILD_AUDIENCE_PACK";

/** CALL: somebody asked for it. SCHEDULE: the pack's refresh schedule did. */
export const buildCauses = ["CALL", "SCHEDULE"] as const;
export type BuildCause = (typeof buildCauses)[number];

/** A pack to build as it was when the build was asked for. */
export interface BuildTarget extends PackVersion {
  /** With the rules of LIVE packs in place. */
  readonly rulesHash: string;
}

/** What a build was asked for. The instant is fixed then, so that every attempt freezes the same people. */
export interface BuildRequest {
  readonly packs: readonly BuildTarget[];
  readonly asOf: string;
  readonly cause: BuildCause;
}

export interface AudienceBuilderInput {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly questions: QuestionBudget;
  readonly store: AudiencePackStore;
  readonly runs: PackRunStore;
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
    const prepared = await settled(this.prepareAt(context, packId, expectedVersion));
    const runId = await once(this.its.database, context, call, (manager) =>
      this.enqueueIn(manager, context, prepared()),
    );
    return (await this.findRun(context, runId))!;
  }

  /** The id of the queued run, which exists if and only if the transaction commits. */
  async enqueueIn(manager: EntityManager, context: RequestContext, payload: BuildRequest): Promise<string> {
    const id = newId(context.clock.now());
    await this.its.jobs.enqueue(manager, context, { id, kind: BUILD_AUDIENCE_PACK, payload });
    await this.its.runs.insert(
      manager,
      context,
      id,
      payload.packs.map((pack) => pack.id),
    );
    return id;
  }

  /** The queued run of one build of several packs of a brand. */
  async enqueueTogether(
    context: RequestContext,
    call: IdempotentCall,
    packIdsOf: () => Promise<readonly string[]>,
  ): Promise<JobRun> {
    const prepared = await settled(this.prepareTogether(context, packIdsOf));
    const runId = await once(this.its.database, context, call, (manager) =>
      this.enqueueIn(manager, context, prepared()),
    );
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

  /** A build of the pack as it is now, or what stands against it. */
  async prepare(context: RequestContext, packId: string, cause: BuildCause): Promise<BuildRequest> {
    const pack = await this.its.packs.requirePack(context, packId, ["id"]);
    return this.requestOf(context, [pack], cause);
  }

  private async prepareTogether(
    context: RequestContext,
    packIdsOf: () => Promise<readonly string[]>,
  ): Promise<BuildRequest> {
    const packIds = await packIdsOf();
    const packs = await Promise.all(packIds.map((id) => this.its.packs.requirePack(context, id, ["id"])));
    for (const pack of packs) requireChangeable(pack, "build", pack.version);
    return this.requestOf(context, packs, "CALL");
  }

  private async prepareAt(context: RequestContext, packId: string, expectedVersion: number): Promise<BuildRequest> {
    const pack = await this.its.packs.requirePack(context, packId, ["id"]);
    requireChangeable(pack, "build", expectedVersion);
    return this.requestOf(context, [pack], "CALL");
  }

  private async requestOf(
    context: RequestContext,
    packs: readonly AudiencePack[],
    cause: BuildCause,
  ): Promise<BuildRequest> {
    const hashes = await Promise.all(packs.map((pack) => this.rulesHashOf(context, pack)));
    await this.its.questions.spendAll(
      context,
      packs.map(({ brandId }, index) => audienceQuestion(brandId, hashes[index]!)),
    );
    const [first] = packs;
    const rule = packs.length === 1 ? first!.rules.rule : { anyOf: packs.map((pack) => pack.rules.rule) };
    const { asOf } = await this.its.basis.find(context, { ...basisOf(first!, null), rule });
    const asked = packs.map(({ id, version }, index) => ({ id, version, rulesHash: hashes[index]! }));
    return { packs: asked, asOf: asOf.toISOString(), cause };
  }

  private rulesHashOf(context: RequestContext, { brandId, rules }: AudiencePack): Promise<string> {
    return this.its.references.expandedHash(context, { brandId, rule: rules.rule, path: ["rules"], packId: null });
  }

  private async build(job: RunningJob): Promise<void> {
    const { context } = job;
    const { packs: asked } = job.run.payload as BuildRequest;
    const packs = await Promise.all(asked.map(({ id }) => this.its.packs.findPack(context, id)));
    for (const [index, { version, rulesHash }] of asked.entries()) {
      const pack = packs[index];
      if (pack?.version !== version) throw movedOn(version);
      if ((await this.rulesHashOf(context, pack)) !== rulesHash) throw livePackMovedOn();
    }
    await this.its.settle.settle(context);
    await this.its.copies.make((assertHeld) => this.freeze(job, packs as readonly AudiencePack[], assertHeld));
  }

  /** All packs from one reading of the data, and published together: what is exclusive by rules is so by members. */
  private async freeze(job: RunningJob, packs: readonly AudiencePack[], assertHeld: () => void): Promise<void> {
    const { context, run } = job;
    const asOf = new Date((run.payload as BuildRequest).asOf);
    const frozen = await this.its.plane.read(context, async () => {
      const withdrawn = await this.its.consent.withdrawn(context);
      return Promise.all(packs.map((pack) => this.freezeOne(context, pack, asOf, withdrawn)));
    });
    job.progress(0.5);
    const builds = frozen.map(({ pack, people, ...build }): readonly [AudiencePack, RoaringBitmap32, NewBuild] => [
      pack,
      people,
      { id: newId(context.clock.now()), runId: run.id, people: BigInt(people.size), ...build },
    ]);
    for (const [, people, { id }] of builds) await this.its.members.insert(id, people);
    assertHeld();
    await job.publish(async (manager) => {
      for (const [pack, , build] of builds) await this.publish(manager, context, pack, build);
      return { buildIds: builds.map(([, , { id }]) => id) };
    });
  }

  private async freezeOne(context: RequestContext, pack: AudiencePack, at: Date, withdrawn: RoaringBitmap32) {
    const basis = await this.its.basis.find(context, basisOf(pack, at));
    const people = await this.its.evaluator.evaluate(pack.rules.rule, basis);
    people.andNotInPlace(withdrawn);
    const before = pack.build && (await this.its.packs.membersOfBuild(context, pack.build.id));
    const movement = before && {
      entered: BigInt(people.andNotCardinality(before)),
      left: BigInt(before.andNotCardinality(people)),
    };
    return { pack, people, movement, asOf: basis.asOf, planeVersion: basis.planeVersion };
  }

  /** Movement is told against the build before, so one that another build overtook is worked out again. */
  private async publish(
    manager: EntityManager,
    context: RequestContext,
    { id, version, build: before }: AudiencePack,
    build: NewBuild,
  ): Promise<void> {
    const published = await this.its.store.lockPublishedBuild(manager, id);
    if (!(await this.its.store.publishBuild(manager, context, { id, version }, build))) throw movedOn(version);
    if (published !== (before?.id ?? null))
      throw new Error(`Build ${published} of pack ${id} was published meanwhile; this attempt is repeated after it.`);
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
