import { exclusiveRules } from "../../engines/segmentation/exclusive-rules";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { AudienceBuilder, AudienceEditor, PackRules } from "../audiences";
import { checkName } from "../audiences";
import type { BrandService } from "../brands";
import { checkTreatment } from "./check-treatment";
import { type CrowdStrategy, MAX_CROWDS, type Treatment } from "./crowd-strategy";
import type { CrowdStrategyStore } from "./crowd-strategy.store";

export interface NewCrowd extends Treatment {
  readonly name: string;
  readonly rules: RuleInput;
}

export interface NewCrowdStrategy {
  readonly brandId: number;
  readonly name: string;
  /** By priority, the first first. */
  readonly crowds: readonly NewCrowd[];
}

export interface CrowdStrategyParts {
  readonly database: Database;
  readonly store: CrowdStrategyStore;
  readonly brands: BrandService;
  readonly editor: AudienceEditor;
  readonly builder: AudienceBuilder;
}

/** Crowds and how they are advertised to. */
export class CrowdStrategyService {
  constructor(private readonly its: CrowdStrategyParts) {}

  find(context: RequestContext, id: string): Promise<CrowdStrategy | null> {
    return this.its.store.find(context, id);
  }

  page(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<CrowdStrategy>> {
    for (const name of ["after", "before"] as const) {
      const cursor = page[name];
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that crowdStrategies returned.`);
    }
    return this.its.store.findPage(context, brandId, page);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.its.store.count(context, brandId);
  }

  /** Makes the strategy with a draft pack for each crowd, whose rules exclude the crowds before it; all or nothing. */
  async create(
    context: RequestContext,
    input: NewCrowdStrategy,
    idempotencyKey?: string | null,
  ): Promise<CrowdStrategy> {
    const { brandId, name, crowds } = input;
    const problems = new ProblemList();
    const rules = await this.check(context, input, problems);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createCrowdStrategy", request: input };
    const id = await once(this.its.database, context, call, async (manager) => {
      problems.throwIfAny();
      const id = newId(context.clock.now());
      if (!(await this.its.store.insert(manager, context, { id, brandId, name, version: 1 }))) throw nameTaken(name);
      for (const [index, crowd] of crowds.entries()) {
        const pack = { brandId, name: packName(input, crowd), tags: [], rules: rules[index]!, expiresAt: null };
        const packId = await this.its.editor.insert(manager, context, pack);
        await this.its.store.insertCrowd(manager, context, id, { ...crowd, priority: index + 1, packId });
      }
      return id;
    });
    return (await this.find(context, id))!;
  }

  /** One treatment for each crowd, by priority. */
  async setTreatments(
    context: RequestContext,
    id: string,
    expectedVersion: number,
    treatments: readonly Treatment[],
  ): Promise<CrowdStrategy> {
    const { crowds, version } = await this.require(context, id);
    if (version !== expectedVersion) throw versionConflict(version, expectedVersion);
    const problems = new ProblemList();
    if (treatments.length !== crowds.length)
      problems.add(
        "INVALID_INPUT",
        ["treatments"],
        `treatments must have one for each of the ${crowds.length} crowds, but got ${treatments.length}.`,
      );
    const platforms = await this.platforms(context);
    for (const [index, treatment] of treatments.entries())
      checkTreatment(problems, treatment, platforms, ["treatments", String(index)]);
    problems.throwIfAny();
    const isDone = await this.its.database.withTenant(context, async (manager) => {
      if (!(await this.its.store.advance(manager, id, expectedVersion))) return false;
      for (const [index, treatment] of treatments.entries())
        await this.its.store.setTreatment(manager, id, index + 1, treatment);
      return true;
    });
    const now = (await this.find(context, id))!;
    if (!isDone) throw versionConflict(now.version, expectedVersion);
    return now;
  }

  /** The queued run that freezes the people of all crowds as of one instant. */
  async build(
    context: RequestContext,
    id: string,
    expectedVersion: number,
    idempotencyKey?: string | null,
  ): Promise<JobRun> {
    const call = { key: idempotencyKey, mutation: "buildCrowdStrategy", request: { id, expectedVersion } };
    return this.its.builder.enqueueTogether(context, call, async () => {
      const { crowds, version } = await this.require(context, id);
      if (version !== expectedVersion) throw versionConflict(version, expectedVersion);
      return crowds.map(({ packId }) => packId);
    });
  }

  private async check(
    context: RequestContext,
    input: NewCrowdStrategy,
    problems: ProblemList,
  ): Promise<readonly (PackRules | null)[]> {
    const { brandId, name, crowds } = input;
    if (!(await this.its.brands.findGranted(context, brandId)))
      problems.add(
        "NOT_FOUND",
        ["input", "brandId"],
        "input.brandId must name a brand granted to this organisation; list yours with viewer { brands }.",
      );
    checkName(problems, name, ["input", "name"]);
    if (crowds.length < 2 || crowds.length > MAX_CROWDS) {
      const message = `crowds must have 2 to ${MAX_CROWDS} elements, but got ${crowds.length}.`;
      problems.add("INVALID_INPUT", ["input", "crowds"], message);
      return [];
    }
    const platforms = await this.platforms(context);
    const exclusive = exclusiveRules(crowds.map(({ rules }) => rules)) as readonly RuleInput[];
    const found: (PackRules | null)[] = [];
    for (const [index, crowd] of crowds.entries()) {
      const path = ["input", "crowds", String(index)];
      checkName(problems, crowd.name, [...path, "name"]);
      checkTreatment(problems, crowd, platforms, path);
      const pack = { brandId, name: packName(input, crowd), tags: [], expiresAt: null };
      // The crowd's own rules first, so that a problem is told where the caller wrote it.
      const own = new ProblemList();
      await this.its.editor.check(context, { ...pack, rules: crowd.rules }, path, own);
      found.push(
        own.isEmpty
          ? await this.its.editor.check(context, { ...pack, rules: exclusive[index]! }, path, problems)
          : null,
      );
      problems.addAll(own.all);
    }
    return found;
  }

  private async require(context: RequestContext, id: string): Promise<CrowdStrategy> {
    const strategy = await this.find(context, id);
    if (strategy) return strategy;
    const message = "id must name a crowd strategy of this organisation; list them with brand { crowdStrategies }.";
    throw UserProblems.one("NOT_FOUND", ["id"], message);
  }

  private async platforms(context: RequestContext): Promise<readonly string[]> {
    return (await this.its.brands.platforms(context)).map(({ code }) => code).sort();
  }
}

/** Packs of one strategy stand together in a list by name. */
const packName = ({ name }: NewCrowdStrategy, crowd: NewCrowd): string => `${name} · ${crowd.name}`;

const nameTaken = (name: string): UserProblems =>
  UserProblems.one(
    "NAME_TAKEN",
    ["input", "name"],
    `name must be new among the brand's crowd strategies, but one is called "${name}"; choose another.`,
  );

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the strategy's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );
