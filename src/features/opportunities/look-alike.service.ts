import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { roundCount, suppressPartition } from "../../platform/small-groups";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { AccessService, QuestionBudget } from "../access";
import { type AudienceService, type AudienceSize, hasMembers, type RulePeople, tellSize } from "../audiences";
import type { BrandService } from "../brands";
import { FIT_LOOK_ALIKE, type FitRequest, type FitResult, MIN_SEED_PEOPLE } from "./fit-look-alike";
import type { LookAlikeModel } from "./look-alike-model";
import type { LookAlikeModelStore } from "./look-alike-model.store";
import { lookAlikeRules } from "./look-alike-rules";
import { lastHour, MAX_WINDOW_DAYS } from "./opportunity-scope";

export interface NewLookAlike {
  readonly brandId: number;
  readonly name: string;
  readonly seedPackId: string;
  readonly days: number;
  readonly randomSeed: number;
}

/** What a pack of the highest scores would hold. */
export interface LookAlikeReach {
  readonly topPercent: number;
  readonly size: AudienceSize;
}

export interface LookAlikeServiceParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly brands: BrandService;
  readonly packs: AudienceService;
  readonly rulePeople: RulePeople;
  readonly models: LookAlikeModelStore;
}

const MAX_NAME_LENGTH = 120;
const DAY_MS = 86_400_000;
/** Most steps of one slider. */
export const MAX_REACHES = 20;

/** Has models fitted, and shows what they found; no score leaves it. */
export class LookAlikeService {
  constructor(private readonly parts: LookAlikeServiceParts) {}

  /** The queued run. The instant is fixed now, so that every attempt reads the same window. */
  async fit(context: RequestContext, input: NewLookAlike, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs } = this.parts;
    const problems = new ProblemList();
    const payload = await this.prepare(context, input, problems);
    const call = { key: idempotencyKey, mutation: "fitLookAlikeModel", request: input };
    const runId = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const id = newId(context.clock.now());
      await jobs.enqueue(manager, context, { id, kind: FIT_LOOK_ALIKE, payload: payload! });
      return id;
    });
    return (await this.findRun(context, runId))!;
  }

  async findRun(context: RequestContext, runId: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, runId);
    return run?.kind === FIT_LOOK_ALIKE ? run : null;
  }

  /** What a run published; null until it succeeded. */
  async findOfRun(context: RequestContext, runId: string): Promise<LookAlikeModel | null> {
    const run = await this.findRun(context, runId);
    const result = run?.result as FitResult | null | undefined;
    return result ? this.find(context, result.lookAlikeModelId) : null;
  }

  find(context: RequestContext, modelId: string): Promise<LookAlikeModel | null> {
    return this.parts.models.find(context, modelId);
  }

  page(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<LookAlikeModel>> {
    for (const name of ["after", "before"] as const) {
      const cursor = page[name];
      if (cursor !== null && (cursor.length !== 2 || Number.isNaN(Date.parse(cursor[0]!))))
        throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that lookAlikeModels returned.`);
    }
    return this.parts.models.findPage(context, brandId, page);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.parts.models.count(context, brandId);
  }

  /** Everybody whom a model scored, and the seed among them. */
  async people(
    context: RequestContext,
    { people, seedPeople }: LookAlikeModel,
  ): Promise<{ readonly scored: bigint | null; readonly seed: bigint | null }> {
    const { smallGroupThreshold, roundingBase } = await this.parts.access.ownOrganisation(context);
    const parts = suppressPartition([seedPeople, people - seedPeople], smallGroupThreshold);
    if (parts.suppressedCells > 0) return { scored: null, seed: null };
    return { scored: roundCount(people, roundingBase), seed: roundCount(seedPeople, roundingBase) };
  }

  /** The steps of a reach slider: how many a pack of the top n per cent would hold, the seed left out. */
  async reach(
    context: RequestContext,
    model: LookAlikeModel,
    topPercents: readonly number[],
  ): Promise<readonly LookAlikeReach[]> {
    const { access, questions, packs, rulePeople } = this.parts;
    const wanted = [...new Set(topPercents)].sort((a, b) => a - b);
    if (wanted.length === 0 || wanted.length > MAX_REACHES || wanted.some((percent) => percent < 1 || percent > 100))
      throw UserProblems.one(
        "INVALID_INPUT",
        ["topPercents"],
        `topPercents must be 1 to ${MAX_REACHES} numbers from 1 to 100, but got ${wanted.join(", ") || "none"}.`,
      );
    // The seed is left out as it is built now, so a build of other rules asks another question.
    const seedBuild = (await packs.findPack(context, model.seedPackId))?.build?.id ?? null;
    await questions.spend(context, {
      ...{ figure: "LOOK_ALIKE_REACH", modelId: model.id, seedBuild, topPercents: wanted },
    });
    const rules = wanted.map((topPercent) => lookAlikeRules(model, topPercent));
    const [organisation, { people }] = await Promise.all([
      access.ownOrganisation(context),
      rulePeople.read(context, model.brandId, rules),
    ]);
    return wanted.map((topPercent, index) => ({
      topPercent,
      size: tellSize(BigInt(people[index]!.size), organisation),
    }));
  }

  /** Null when there are problems. */
  private async prepare(
    context: RequestContext,
    { brandId, name, seedPackId, days, randomSeed }: NewLookAlike,
    problems: ProblemList,
  ): Promise<FitRequest | null> {
    const { brands, packs } = this.parts;
    if (!(await brands.findGranted(context, brandId)))
      problems.add(
        "NOT_FOUND",
        ["input", "brandId"],
        "input.brandId must name a brand granted to this organisation; list yours with viewer { brands }.",
      );
    if (name.trim() === "" || name.length > MAX_NAME_LENGTH)
      problems.add(
        "INVALID_INPUT",
        ["input", "name"],
        `name must be 1 to ${MAX_NAME_LENGTH} characters, not all spaces, but got ${JSON.stringify(name.slice(0, 60))}.`,
      );
    if (days < 1 || days > MAX_WINDOW_DAYS)
      problems.add("INVALID_INPUT", ["input", "days"], `days must be 1 to ${MAX_WINDOW_DAYS}, but got ${days}.`);
    const path = ["input", "seedPackId"];
    const pack = await packs.findPack(context, seedPackId);
    if (!pack) {
      const message = "seedPackId must name a pack of this organisation; list them with brand { audiencePacks }.";
      problems.add("NOT_FOUND", path, message);
      return null;
    }
    if (!hasMembers(pack)) {
      const message = `seedPackId must name a pack with members, but "${pack.name}" is ${pack.state}; build it first.`;
      problems.add("PACK_NOT_BUILT", path, message);
      return null;
    }
    if (pack.build.people < BigInt(MIN_SEED_PEOPLE)) {
      const message = `A seed must have at least ${MIN_SEED_PEOPLE} people, but "${pack.name}" has fewer; take a larger pack.`;
      problems.add("SEED_TOO_SMALL", path, message);
    }
    const asOf = lastHour(context.clock.now());
    const from = new Date(asOf.getTime() - days * DAY_MS);
    return {
      ...{ brandId, name, seedPackId, seedBuildId: pack.build.id, randomSeed },
      ...{ from: from.toISOString(), asOf: asOf.toISOString() },
    };
  }
}
