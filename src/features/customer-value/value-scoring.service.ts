import {
  allocateToTiers,
  multiplierProblem,
  type TierMultipliers,
  type TierShare,
} from "../../engines/customer-value/tier-allocation";
import { DEFAULT_CUTS, type TierCuts, valueTiers } from "../../engines/customer-value/value-tiers";
import { apportion } from "../../engines/numeric/apportion";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { suppressPartition } from "../../platform/small-groups";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import { type CustomerValueModelService, checkDay } from "./customer-value-model.service";
import { daysLater } from "./purchase-window";
import { SCORE_CUSTOMERS, type ScoreCustomersRequest, type ScoreCustomersResult } from "./score-customers";
import type { ValueScoring, ValueTierCuts } from "./value-scoring";
import type { ValueScoringStore } from "./value-scoring.store";

/** Most days that one run scores. */
export const MAX_SCORED_DAYS = 92;
export const MAX_HORIZON_DAYS = 1825;
const MAX_DISCOUNT_RATE = 1;

export interface ScoreRequest {
  readonly modelId: string;
  readonly from: string;
  readonly to: string;
  readonly horizonDays: number;
  readonly annualDiscountRate: number;
}

export interface NewCuts {
  readonly brandId: number;
  readonly cuts: TierCuts;
}

export interface ValueScoringServiceParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly registry: CustomerValueModelService;
  readonly scorings: ValueScoringStore;
}

/** Has customers scored, cuts values into tiers, and moves budgets between these. */
export class ValueScoringService {
  constructor(private readonly parts: ValueScoringServiceParts) {}

  /** The queued run. */
  async score(context: RequestContext, input: ScoreRequest, key?: string): Promise<JobRun> {
    const { database, jobs } = this.parts;
    const problems = new ProblemList();
    const payload = await this.prepare(context, input, problems);
    const call = { key, mutation: "scoreCustomerValue", request: input };
    const runId = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const id = newId(context.clock.now());
      await jobs.enqueue(manager, context, { id, kind: SCORE_CUSTOMERS, payload: payload! });
      return id;
    });
    return (await this.findRun(context, runId))!;
  }

  async findRun(context: RequestContext, runId: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, runId);
    return run?.kind === SCORE_CUSTOMERS ? run : null;
  }

  /** What a run published, in the order of days; none until it succeeded. */
  async findOfRun(context: RequestContext, runId: string): Promise<readonly ValueScoring[]> {
    const run = await this.findRun(context, runId);
    const result = run?.result as ScoreCustomersResult | null | undefined;
    return result ? this.parts.scorings.findByIds(context, result.scoringIds) : [];
  }

  find(context: RequestContext, id: string): Promise<ValueScoring | null> {
    return this.parts.scorings.find(context, id);
  }

  /** The newest of the newest day at or before one. */
  findNewest(context: RequestContext, brandId: number, until: string): Promise<ValueScoring | null> {
    return this.parts.scorings.findNewest(context, brandId, until);
  }

  async cuts(context: RequestContext, brandId: number): Promise<ValueTierCuts> {
    return (await this.parts.scorings.findCuts(context, brandId)) ?? SHIPPED;
  }

  async cutsOf(context: RequestContext, { brandId, cutsVersion }: ValueScoring): Promise<ValueTierCuts> {
    return (await this.parts.scorings.findCutsVersion(context, brandId, cutsVersion)) ?? SHIPPED;
  }

  /** Scorings from now on are cut so; those that are published stay as they are. */
  async setCuts(context: RequestContext, input: NewCuts, expectedVersion: number): Promise<ValueTierCuts> {
    const { database, access, scorings } = this.parts;
    const { brandId, cuts } = input;
    await this.parts.brands.requireGranted(context, brandId, ["input", "brandId"]);
    checkCuts(cuts);
    await database.withTenant(context, async (manager) => {
      const id = newId(context.clock.now());
      const current = await scorings.insertCuts(manager, context, { id, brandId, cuts }, expectedVersion);
      if (current !== null)
        throw UserProblems.one(
          "VERSION_CONFLICT",
          ["expectedVersion"],
          `expectedVersion must be the version of the cuts in force, ${current}, but got ${expectedVersion}; read brand { valueTierCuts } again.`,
        );
      await access.audit(manager, context, "setValueTierCuts", `Brand:${brandId}`, { version: expectedVersion + 1 });
    });
    return this.cuts(context, brandId);
  }

  /** `total` is spread over people by head first, then moved to the better tiers; `current` is what tiers had instead. */
  async allocate(
    context: RequestContext,
    { report }: ValueScoring,
    spend: { readonly total: bigint } | { readonly current: readonly bigint[] },
    multipliers: TierMultipliers,
  ): Promise<readonly TierShare[]> {
    const problem = multiplierProblem(multipliers);
    if (problem !== null) throw UserProblems.one("INVALID_INPUT", ["input", "multipliers"], problem);
    const [HIGH, MID, LOW] =
      "current" in spend
        ? spend.current
        : await this.byHead(
            context,
            report.tiers.map(({ people }) => people),
            spend.total,
          );
    return allocateToTiers({ HIGH: HIGH!, MID: MID!, LOW: LOW! }, multipliers);
  }

  private async byHead(context: RequestContext, people: readonly bigint[], total: bigint): Promise<readonly bigint[]> {
    const { smallGroupThreshold } = await this.parts.access.ownOrganisation(context);
    if (suppressPartition(people, smallGroupThreshold).suppressedCells > 0)
      throw UserProblems.one(
        "SUPPRESSED",
        ["input", "total"],
        "A total must be spread over tiers that are large enough to tell, but one is too small; set current, what each tier has now, instead.",
      );
    return apportion(total, people);
  }

  private async prepare(
    context: RequestContext,
    { modelId, from, to, horizonDays, annualDiscountRate }: ScoreRequest,
    problems: ProblemList,
  ): Promise<ScoreCustomersRequest | null> {
    const { registry, brands } = this.parts;
    const model = await registry.require(context, modelId, ["input", "modelId"]);
    if (model.approvedAt === null)
      problems.add(
        "NOT_APPROVED",
        ["input", "modelId"],
        `A model must be approved before customers are scored by it, but version ${model.version} is not; read its holdout and approve it with approveCustomerValueModel.`,
      );
    const brand = await brands.requireGranted(context, model.brandId, ["input", "modelId"]);
    checkDay(problems, context, to, brand.zone, ["input", "to"]);
    const days = Array.from({ length: MAX_SCORED_DAYS + 1 }, (_, index) => daysLater(from, index)).filter(
      (day) => day <= to,
    );
    if (days.length === 0 || days.length > MAX_SCORED_DAYS)
      problems.add(
        "INVALID_INPUT",
        ["input", "to"],
        `to must be from (${from}) or at most ${MAX_SCORED_DAYS - 1} days later, but got ${to}; score long series in several runs.`,
      );
    if (horizonDays < 1 || horizonDays > MAX_HORIZON_DAYS)
      problems.add(
        "INVALID_INPUT",
        ["input", "horizonDays"],
        `horizonDays must be 1 to ${MAX_HORIZON_DAYS}, but got ${horizonDays}; 365 is a year.`,
      );
    if (!(annualDiscountRate >= 0 && annualDiscountRate <= MAX_DISCOUNT_RATE))
      problems.add(
        "INVALID_INPUT",
        ["input", "annualDiscountRate"],
        `annualDiscountRate must be 0 to ${MAX_DISCOUNT_RATE}, but got ${annualDiscountRate}; 0.1 is ten per cent.`,
      );
    return { brandId: model.brandId, modelId, days, horizonDays, annualDiscountRate };
  }
}

const SHIPPED: ValueTierCuts = { version: 0, cuts: DEFAULT_CUTS, createdAt: null };

function checkCuts(cuts: TierCuts): void {
  if (cuts.kind === "SHARE") {
    const { highShare, midShare } = cuts;
    if (highShare > 0 && midShare > 0 && highShare + midShare < 1) return;
    throw UserProblems.one(
      "INVALID_INPUT",
      ["input", "shares"],
      `shares must be above 0 and leave some to ${valueTiers.at(-1)}, but got ${highShare} and ${midShare}; 0.2 and 0.3 are those that are shipped.`,
    );
  }
  if (cuts.mid > 0n && cuts.high > cuts.mid) return;
  throw UserProblems.one(
    "INVALID_INPUT",
    ["input", "values"],
    "values must rise from 0 to mid to high, but do not; raise high or lower mid.",
  );
}
