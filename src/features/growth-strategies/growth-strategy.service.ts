import { newId } from "../../platform/ids";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { settled } from "../../platform/settled";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { type CampaignService, checkName, isText } from "../campaigns";
import {
  type Experiment,
  type ExperimentReader,
  type ExperimentReadOut,
  type ExperimentService,
  primaryOf,
} from "../experiments";
import {
  type GrowthStrategy,
  MAX_DIMENSIONS,
  type MeasuredStrategy,
  type NewStrategy,
  type StrategyObjective,
} from "./growth-strategy";
import type { GrowthStrategyStore } from "./growth-strategy.store";
import { rankStrategies, type StrategyComparison } from "./rank-strategies";

export interface GrowthStrategyParts {
  readonly database: Database;
  readonly store: GrowthStrategyStore;
  readonly brands: BrandService;
  readonly campaigns: CampaignService;
  readonly experiments: ExperimentService;
  readonly reader: ExperimentReader;
}

const MAX_VALUE_LENGTH = 200;

/** Keeps what a brand tries, and says what was measured of it. */
export class GrowthStrategyService {
  constructor(private readonly its: GrowthStrategyParts) {}

  find(context: RequestContext, id: string): Promise<GrowthStrategy | null> {
    return this.its.store.find(context, id);
  }

  page(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<GrowthStrategy>> {
    for (const name of ["after", "before"] as const) {
      const cursor = page[name];
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that growthStrategies returned.`);
    }
    return this.its.store.findPage(context, brandId, page);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.its.store.count(context, brandId);
  }

  async create(context: RequestContext, input: NewStrategy, idempotencyKey?: string | null): Promise<GrowthStrategy> {
    const checked = await settled(this.check(context, input));
    const call = { key: idempotencyKey, mutation: "createGrowthStrategy", request: input };
    const id = await once(this.its.database, context, call, async (manager) => {
      checked();
      const id = newId(context.clock.now());
      if (!(await this.its.store.insert(manager, context, { ...input, id }))) throw nameTaken(input.name);
      return id;
    });
    return (await this.find(context, id))!;
  }

  /** The whole strategy anew, of the same brand. */
  async change(
    context: RequestContext,
    id: string,
    input: Omit<NewStrategy, "brandId">,
    expectedVersion: number,
  ): Promise<GrowthStrategy> {
    const { brandId } = await this.require(context, id);
    const plan = { ...input, brandId };
    await this.check(context, plan);
    const isDone = await this.its.database.withTenant(context, async (manager) => {
      if (await this.its.store.isNameTaken(manager, plan, id)) throw nameTaken(plan.name);
      return this.its.store.change(manager, id, plan, expectedVersion);
    });
    return this.ended(context, id, isDone, expectedVersion);
  }

  async archive(context: RequestContext, id: string, expectedVersion: number): Promise<GrowthStrategy> {
    await this.require(context, id);
    const isDone = await this.its.database.withTenant(context, (manager) =>
      this.its.store.archive(manager, id, expectedVersion, context.clock.now()),
    );
    return this.ended(context, id, isDone, expectedVersion);
  }

  /** What its experiment says of it by now. */
  async measure(context: RequestContext, strategy: GrowthStrategy): Promise<MeasuredStrategy> {
    const { experimentId, variant } = strategy;
    const unmeasured = { strategy, metric: null, effect: null };
    const experiment = experimentId === null ? null : await this.its.experiments.find(context, experimentId);
    if (!experiment) return { ...unmeasured, reason: "NO_EXPERIMENT" };
    const place = primaryOf(experiment.design);
    const metric = experiment.design.metrics[place]!;
    const read = await this.readOut(context, experiment);
    if (read === null) return { ...unmeasured, metric, reason: "NOT_STARTED" };
    const arm = experiment.design.variants.findIndex(({ code }) => code === variant);
    const found = read.comparisons.find((one) => one.audience === null && one.metric === place && one.variant === arm);
    const effect = found?.relative ?? null;
    return { strategy, metric, effect, reason: effect === null ? (found?.reason ?? "NO_PEOPLE") : null };
  }

  async compare(context: RequestContext, brandId: number, objective: StrategyObjective): Promise<StrategyComparison> {
    const strategies = await this.its.store.findOfObjective(context, brandId, objective);
    return rankStrategies(await Promise.all(strategies.map((strategy) => this.measure(context, strategy))));
  }

  /** Once in a request, as strategies may be variants of one experiment. */
  private readOut(context: RequestContext, experiment: Experiment): Promise<ExperimentReadOut | null> {
    const read = context.memo(this.readOut, () => new Map<string, Promise<ExperimentReadOut | null>>());
    const known = read.get(experiment.id) ?? this.its.reader.readOut(context, experiment, null);
    read.set(experiment.id, known);
    return known;
  }

  private async check(context: RequestContext, input: NewStrategy): Promise<void> {
    const problems = new ProblemList();
    const refuse = (field: string, message: string, code = "INVALID_INPUT"): void =>
      problems.add(code, ["input", field], message);
    if (!(await this.its.brands.findGranted(context, input.brandId)))
      refuse(
        "brandId",
        "input.brandId must name a brand granted to this organisation; list yours with viewer { brands }.",
        "NOT_FOUND",
      );
    checkName(problems, input.name, ["input", "name"]);
    if (input.dimensions.length < 1 || input.dimensions.length > MAX_DIMENSIONS)
      refuse("dimensions", `dimensions must have 1 to ${MAX_DIMENSIONS} elements, but got ${input.dimensions.length}.`);
    for (const [index, { value }] of input.dimensions.entries())
      if (!isText(value, MAX_VALUE_LENGTH))
        problems.add(
          "INVALID_INPUT",
          ["input", "dimensions", String(index), "value"],
          `value must be 1 to ${MAX_VALUE_LENGTH} characters, none of them a control character.`,
        );
    await this.checkLinks(context, input, refuse);
    problems.throwIfAny();
  }

  private async checkLinks(
    context: RequestContext,
    { brandId, campaignId, experimentId, variant }: NewStrategy,
    refuse: (field: string, message: string, code?: string) => void,
  ): Promise<void> {
    const campaign = campaignId === null ? null : await this.its.campaigns.find(context, campaignId);
    if (campaignId !== null && campaign?.brandId !== brandId)
      refuse(
        "campaignId",
        "campaignId must name a campaign of the brand; list them with brand { campaigns }.",
        "NOT_FOUND",
      );
    if ((experimentId === null) !== (variant === null))
      refuse("variant", "variant must be given with experimentId, and not without: it says which arm is the strategy.");
    if (experimentId === null) return;
    const experiment = await this.its.experiments.find(context, experimentId);
    if (experiment?.brandId !== brandId) {
      const message = "experimentId must name an experiment of the brand; list them with brand { experiments }.";
      refuse("experimentId", message, "NOT_FOUND");
    } else if (
      variant !== null &&
      !experiment.design.variants.some(({ code, role }) => code === variant && role === "TREATMENT")
    )
      refuse("variant", `variant must be a treatment of the experiment, but got "${variant?.slice(0, 60)}".`);
  }

  private async ended(
    context: RequestContext,
    id: string,
    isDone: boolean,
    expectedVersion: number,
  ): Promise<GrowthStrategy> {
    const strategy = await this.require(context, id);
    if (isDone) return strategy;
    if (strategy.archivedAt)
      throw UserProblems.one(
        "WRONG_STATE",
        ["id"],
        `A strategy must not be archived to be changed, but "${strategy.name}" is.`,
      );
    throw UserProblems.one(
      "VERSION_CONFLICT",
      ["expectedVersion"],
      `expectedVersion must be the strategy's current version ${strategy.version}, but got ${expectedVersion}; read it again and repeat the change.`,
    );
  }

  private async require(context: RequestContext, id: string): Promise<GrowthStrategy> {
    const strategy = await this.find(context, id);
    if (strategy) return strategy;
    const message = "id must name a growth strategy of this organisation; list them with brand { growthStrategies }.";
    throw UserProblems.one("NOT_FOUND", ["id"], message);
  }
}

const nameTaken = (name: string): UserProblems =>
  UserProblems.one(
    "NAME_TAKEN",
    ["input", "name"],
    `name must be new among the brand's strategies, but one is called "${name}"; choose another.`,
  );
