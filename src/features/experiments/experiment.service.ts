import DataLoader from "dataloader";
import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { AccessKey, AccessService } from "../access";
import {
  type AudienceBuilder,
  type AudienceEditor,
  type AudienceService,
  checkName,
  hasMembers,
  type PackRules,
} from "../audiences";
import type { BrandService } from "../brands";
import { checkDesign } from "./check-design";
import {
  type Experiment,
  type ExperimentDesign,
  type ExperimentPlan,
  MAX_ARMS,
  MAX_AUDIENCES,
  partsOf,
  saltOf,
} from "./experiment";
import type { ExperimentStore } from "./experiment.store";
import { type ExperimentReader, hourOf } from "./experiment-reader";

export interface NewExperiment {
  readonly brandId: number;
  readonly name: string;
  readonly audiencePackIds: readonly string[];
  readonly design: ExperimentDesign;
}

export interface StartedExperiment {
  readonly experiment: Experiment;
  /** Freezes the people of the arms' packs; null of RECORDED experiments, which have none. */
  readonly run: JobRun | null;
}

/** How an experiment is started. */
export interface StartOfExperiment {
  readonly expectedVersion: number;
  /** Also when it cannot detect the effect that it names. */
  readonly acceptsLowPower: boolean;
  /** RECORDED: the instant from which on exposures count; null: now. */
  readonly startsAt: Date | null;
}

export interface ExperimentServiceParts {
  readonly access: AccessService;
  readonly database: Database;
  readonly store: ExperimentStore;
  readonly brands: BrandService;
  readonly packs: AudienceService;
  readonly editor: AudienceEditor;
  readonly builder: AudienceBuilder;
  readonly reader: ExperimentReader;
}

/** Makes, starts and ends experiments. */
export class ExperimentService {
  constructor(private readonly its: ExperimentServiceParts) {}

  find(context: RequestContext, id: string): Promise<Experiment | null> {
    return this.its.store.find(context, id);
  }

  /** Access keys that changed experiments. */
  keys(context: RequestContext): DataLoader<string, AccessKey | null> {
    return context.memo(
      this.keys,
      () =>
        new DataLoader<string, AccessKey | null>(async (ids) => {
          const found = new Map((await this.its.access.keysByIds(context, ids)).map((key) => [key.id, key]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  page(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<Experiment>> {
    for (const name of ["after", "before"] as const) {
      const cursor = page[name];
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that experiments returned.`);
    }
    return this.its.store.findPage(context, brandId, page);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.its.store.count(context, brandId);
  }

  async create(context: RequestContext, input: NewExperiment, idempotencyKey?: string | null): Promise<Experiment> {
    const problems = new ProblemList();
    await this.check(context, input, problems);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createExperiment", request: input };
    const id = await once(this.its.database, context, call, async (manager) => {
      problems.throwIfAny();
      const id = newId(context.clock.now());
      if (!(await this.its.store.insert(manager, context, { id, ...input }))) throw nameTaken(input.name);
      for (const [place, packId] of input.audiencePackIds.entries())
        await this.its.store.insertAudience(manager, context, id, place, packId);
      await this.its.store.insertVersion(manager, context, id, { version: 1, change: "CREATED" });
      return id;
    });
    return (await this.find(context, id))!;
  }

  /** Fixes who takes part, and makes the packs of the arms with a build of them all; `run` follows by itself. */
  async start(
    context: RequestContext,
    id: string,
    how: StartOfExperiment,
    idempotencyKey?: string | null,
  ): Promise<StartedExperiment> {
    const call: IdempotentCall = { key: idempotencyKey, mutation: "startExperiment", request: { id, ...how } };
    const [prepared] = await Promise.allSettled([this.prepare(context, id, how)]);
    await once(this.its.database, context, call, async (manager) => {
      if (prepared.status === "rejected") throw prepared.reason;
      await this.startIn(manager, context, prepared.value);
      return id;
    });
    const experiment = await this.require(context, id);
    const packIds = experiment.arms.map((arm) => arm.packId);
    if (packIds.length === 0) return { experiment, run: null };
    const key = idempotencyKey == null ? null : `${idempotencyKey.slice(0, 200)} build of the arms`;
    const build: IdempotentCall = { key, mutation: "startExperiment", request: { id, build: true } };
    const run = await this.its.builder.enqueueTogether(context, build, async () => packIds);
    return { experiment, run };
  }

  async end(context: RequestContext, id: string, expectedVersion: number): Promise<Experiment> {
    const experiment = await this.require(context, id);
    if (experiment.state !== "RUNNING") throw wrongState(experiment, "RUNNING", "end");
    if (experiment.version !== expectedVersion) throw versionConflict(experiment.version, expectedVersion);
    const isDone = await this.its.database.withTenant(context, async (manager) => {
      if (!(await this.its.store.end(manager, context, experiment))) return false;
      await this.its.store.insertVersion(manager, context, id, { version: expectedVersion + 1, change: "ENDED" });
      return true;
    });
    const now = await this.require(context, id);
    if (!isDone)
      throw now.state === "RUNNING" ? versionConflict(now.version, expectedVersion) : wrongState(now, "RUNNING", "end");
    return now;
  }

  private async check(context: RequestContext, input: NewExperiment, problems: ProblemList): Promise<void> {
    const { brandId, name, audiencePackIds, design } = input;
    if (!(await this.its.brands.findGranted(context, brandId)))
      problems.add(
        "NOT_FOUND",
        ["input", "brandId"],
        "input.brandId must name a brand granted to this organisation; list yours with viewer { brands }.",
      );
    checkName(problems, name, ["input", "name"]);
    if (name.length > MAX_NAME_LENGTH)
      problems.add(
        "INVALID_INPUT",
        ["input", "name"],
        `name must have at most ${MAX_NAME_LENGTH} characters, as packs are called by it.`,
      );
    checkDesign(problems, design, audiencePackIds.length > 0);
    const path = ["input", "audiencePackIds"];
    if (audiencePackIds.length > MAX_AUDIENCES)
      problems.add(
        "INVALID_INPUT",
        path,
        `audiencePackIds must name at most ${MAX_AUDIENCES} packs, but got ${audiencePackIds.length}.`,
      );
    if (audiencePackIds.length * design.variants.length > MAX_ARMS)
      problems.add(
        "INVALID_INPUT",
        path,
        `Audiences times variants must be at most ${MAX_ARMS} arms, but are ${audiencePackIds.length * design.variants.length}.`,
      );
    for (const [index, packId] of audiencePackIds.entries()) {
      const at = [...path, String(index)];
      const pack = await this.its.packs.findPack(context, packId);
      if (!pack)
        problems.add(
          "NOT_FOUND",
          at,
          "Each of audiencePackIds must name a pack of this organisation; list them with brand { audiencePacks }.",
        );
      else if (pack.brandId !== brandId)
        problems.add(
          "INVALID_INPUT",
          at,
          `Each pack must be of the experiment's brand, but "${pack.name}" is of another one.`,
        );
      else if (audiencePackIds.indexOf(packId) < index)
        problems.add("INVALID_INPUT", at, `A pack must be an audience once, but "${pack.name}" is there again.`);
    }
  }

  private async prepare(
    context: RequestContext,
    id: string,
    { expectedVersion, acceptsLowPower, startsAt }: StartOfExperiment,
  ) {
    const experiment = await this.require(context, id);
    if (experiment.state !== "DRAFT") throw wrongState(experiment, "DRAFT", "start");
    if (experiment.version !== expectedVersion) throw versionConflict(experiment.version, expectedVersion);
    const { zone } = await this.its.brands.requireGranted(context, experiment.brandId, ["id"]);
    const packs = await this.membersOf(context, experiment);
    await this.checkOverlap(context, experiment);
    const plan = await this.its.reader.plan(context, experiment);
    if (!plan.meetsPower && !acceptsLowPower) throw lowPower(experiment, plan);
    const isHashed = experiment.design.assignment === "HASHED";
    if (isHashed && startsAt !== null)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["startsAt"],
        "startsAt must be absent for HASHED, which starts now: nobody was drawn before.",
      );
    const start = startsAt ?? hourOf(context.clock.now(), zone);
    if (start > context.clock.now())
      throw UserProblems.one(
        "INVALID_INPUT",
        ["startsAt"],
        `startsAt must not be after now, but got ${start.toISOString()}.`,
      );
    const arms = isHashed ? await this.armsOf(context, experiment) : [];
    return { experiment, packs, plan, startsAt: start, arms };
  }

  private async startIn(
    manager: EntityManager,
    context: RequestContext,
    { experiment, packs, plan, startsAt, arms }: Awaited<ReturnType<ExperimentService["prepare"]>>,
  ): Promise<void> {
    const { id, version, brandId } = experiment;
    if (!(await this.its.store.start(manager, experiment, { startsAt, plan })))
      throw versionConflict((await this.require(context, id)).version, version);
    for (const [place, { build }] of packs.entries()) await this.its.store.setBuild(manager, id, place, build.id);
    for (const { audience, variant, name, rules } of arms) {
      const pack = { brandId, name, tags: ["experiment"], rules, expiresAt: null };
      const packId = await this.its.editor.insert(manager, context, pack);
      await this.its.store.insertArm(manager, context, id, { audience, variant, packId });
    }
    await this.its.store.insertVersion(manager, context, id, { version: version + 1, change: "STARTED" });
  }

  /** The audiences' packs, each with members. */
  private async membersOf(context: RequestContext, { audiences }: Experiment) {
    const packs = await Promise.all(audiences.map(({ packId }) => this.its.packs.requirePack(context, packId, ["id"])));
    const problems = new ProblemList();
    for (const pack of packs)
      if (!hasMembers(pack))
        problems.add(
          "PACK_NOT_BUILT",
          ["id"],
          `Each audience must be a pack with members, but "${pack.name}" is ${pack.state}; build it first.`,
        );
    problems.throwIfAny();
    return packs.filter(hasMembers);
  }

  private async checkOverlap(context: RequestContext, { audiences }: Experiment): Promise<void> {
    const members = await Promise.all(audiences.map(({ packId }) => this.its.packs.members(context, packId)));
    const problems = new ProblemList();
    for (const [place, people] of members.entries())
      if (members.slice(0, place).some((earlier) => earlier.intersects(people)))
        problems.add(
          "OVERLAPPING_PACKS",
          ["id"],
          `Nobody may be in two audiences, but audience ${place + 1} shares people with one before it; take them out by rules, or with a crowd strategy.`,
        );
    problems.throwIfAny();
  }

  /** Rules of the pack of each arm: a share of an audience's members, by the order that rules draw shares from. */
  private async armsOf(context: RequestContext, { id, brandId, name, audiences, design }: Experiment) {
    const problems = new ProblemList();
    const arms: {
      readonly audience: number;
      readonly variant: number;
      readonly name: string;
      readonly rules: PackRules;
    }[] = [];
    for (const [audience, { packId }] of audiences.entries())
      for (const [variant, { from, to }] of partsOf(design.variants).entries()) {
        const armName = `${name} · ${audience + 1} · ${design.variants[variant]!.code}`;
        const share = { salt: saltOf(id), perMille: to - from, skip: from };
        const rules = await this.its.editor.check(
          context,
          {
            brandId,
            name: armName,
            tags: [],
            expiresAt: null,
            rules: { allOf: [{ pack: { id: packId } }, { randomShare: share }] },
          },
          ["id"],
          problems,
        );
        if (rules) arms.push({ audience, variant, name: armName, rules });
      }
    problems.throwIfAny();
    return arms;
  }

  private async require(context: RequestContext, id: string): Promise<Experiment> {
    const experiment = await this.find(context, id);
    if (experiment) return experiment;
    const message = "id must name an experiment of this organisation; list them with brand { experiments }.";
    throw UserProblems.one("NOT_FOUND", ["id"], message);
  }
}

/** Packs of arms are called by the experiment, the audience and the variant. */
const MAX_NAME_LENGTH = 80;

const nameTaken = (name: string): UserProblems =>
  UserProblems.one(
    "NAME_TAKEN",
    ["input", "name"],
    `name must be new among the brand's experiments, but one is called "${name}"; choose another.`,
  );

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the experiment's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );

const wrongState = ({ name, state }: Experiment, needed: string, change: string): UserProblems =>
  UserProblems.one("WRONG_STATE", ["id"], `An experiment must be ${needed} to ${change}, but "${name}" is ${state}.`);

function lowPower({ design }: Experiment, { state, power, minimumDetectableEffect }: ExperimentPlan): UserProblems {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const found =
    power === null
      ? `that cannot be said (${state}); say expectedPeople, expectedMean and expectedDeviation`
      : `finds it with ${percent(power)} only; ${
          minimumDetectableEffect === null
            ? "no effect up to ten times the mean is found so"
            : `the smallest effect found so is ${percent(minimumDetectableEffect)}`
        }`;
  return UserProblems.one(
    "LOW_POWER",
    ["acceptsLowPower"],
    `The plan must find an effect of ${percent(design.minimumEffect)} with power ${percent(design.power)}, but ${found}. Add people or accept it with acceptsLowPower.`,
  );
}
