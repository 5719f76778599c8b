import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { settled } from "../../platform/settled";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import type { CampaignService, CampaignWithPlacements } from "../campaigns";
import { planHours } from "../flights";
import { checkBounds, checkPlan, DEFAULT_LOOKBACK_DAYS, type NewSteeringPlan } from "./check-plan";
import type { PlanOrders } from "./placement-orders";
import { type PlanFacts, planFacts } from "./plan-facts";
import type { SteeringLine, SteeringMode, SteeringPlan } from "./steering";
import type { SteeringPlanStore } from "./steering-plan.store";

export interface SteeringPlanParts {
  readonly database: Database;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly campaigns: CampaignService;
  readonly store: SteeringPlanStore;
}

/** Bounds of a line; absent ones stay as they are. */
export interface ChangedLine {
  readonly placementId: string;
  readonly floor?: bigint;
  /** Null: none from now on. */
  readonly ceiling?: bigint | null;
  readonly isFrozen?: boolean;
}

/** Makes and changes plans, and reads what is known of them. */
export class SteeringPlanService {
  constructor(private readonly its: SteeringPlanParts) {}

  find(context: RequestContext, id: string): Promise<SteeringPlan | null> {
    return this.its.store.find(context, id);
  }

  async require(context: RequestContext, id: string, field: readonly string[]): Promise<SteeringPlan> {
    const plan = await this.find(context, id);
    if (plan) return plan;
    const message = `${field.join(".")} must name a steering plan of this organisation; list them with campaign { steeringPlans }.`;
    throw UserProblems.one("NOT_FOUND", field, message);
  }

  activeOfBrand(context: RequestContext, brandId: number): Promise<readonly SteeringPlan[]> {
    return this.its.store.findActiveOfBrand(context, brandId);
  }

  ofCampaign(context: RequestContext, campaignId: string): Promise<readonly SteeringPlan[]> {
    return this.its.store.findOfCampaign(context, campaignId);
  }

  /** The same for fields of one answer, which are read once. */
  shownFacts(context: RequestContext, plan: SteeringPlan): Promise<PlanFacts> {
    const shown = context.memo(this.shownFacts, () => new Map<string, Promise<PlanFacts>>());
    const key = `${plan.id} ${plan.version}`;
    const facts = shown.get(key) ?? this.facts(context, plan);
    shown.set(key, facts);
    return facts;
  }

  /** What is known of the plan now; without `orders` a plan that is steered by them is told of its money alone. */
  async facts(context: RequestContext, plan: SteeringPlan, orders: PlanOrders | null = null): Promise<PlanFacts> {
    const now = context.clock.now();
    const campaign = await this.its.campaigns.find(context, plan.campaignId);
    const brand = await this.its.brands.findGranted(context, campaign!.brandId);
    const placementIds = plan.lines.map(({ placementId }) => placementId);
    const reported = await this.its.campaigns.reported(context, placementIds, plan.window, now);
    return planFacts(plan, brand!.zone, { reported, orders }, now);
  }

  async create(context: RequestContext, input: NewSteeringPlan, idempotencyKey?: string | null): Promise<SteeringPlan> {
    const prepared = await settled(this.prepare(context, input));
    const call = { key: idempotencyKey, mutation: "createSteeringPlan", request: inText(input) };
    const id = await once(this.its.database, context, call, async (manager) => {
      const plan = prepared();
      await this.its.store.lockCampaign(manager, plan.campaignId);
      const placementIds = plan.lines.map(({ placementId }) => placementId);
      const taken = await this.its.store.findTaken(manager, placementIds, plan.window);
      if (taken.length > 0)
        throw UserProblems.one(
          "PLACEMENT_TAKEN",
          ["input", "lines", String(placementIds.indexOf(taken[0]!)), "placementId"],
          "A placement must be steered by one plan at a time, but another one steers this; end that plan or leave the line out.",
        );
      await this.its.store.insert(manager, context, plan);
      const detail = { totalMinor: String(plan.total), currencyCode: plan.currencyCode, lines: plan.lines.length };
      await this.its.access.audit(manager, context, "createSteeringPlan", `SteeringPlan:${plan.id}`, detail);
      return plan.id;
    });
    return (await this.find(context, id))!;
  }

  /** Floors, ceilings and frozen lines anew; a level that lies outside of them moves with the next decision. */
  async changeLines(
    context: RequestContext,
    id: string,
    changes: readonly ChangedLine[],
    expectedVersion: number,
  ): Promise<SteeringPlan> {
    const plan = await this.require(context, id, ["id"]);
    const lines = changedLines(plan, changes);
    return this.change(context, plan, "changeSteeringLines", { expectedVersion }, async (manager) => {
      await this.its.store.setBounds(manager, id, lines);
    });
  }

  async setMode(
    context: RequestContext,
    id: string,
    mode: SteeringMode,
    expectedVersion: number,
  ): Promise<SteeringPlan> {
    const plan = await this.require(context, id, ["id"]);
    return this.change(context, plan, "setSteeringMode", { expectedVersion, mode }, (manager) =>
      this.its.store.setMode(manager, context, { id, mode }),
    );
  }

  async end(context: RequestContext, id: string, expectedVersion: number): Promise<SteeringPlan> {
    const plan = await this.require(context, id, ["id"]);
    return this.change(context, plan, "endSteeringPlan", { expectedVersion }, (manager) =>
      this.its.store.end(manager, context, id),
    );
  }

  private async change(
    context: RequestContext,
    { id }: SteeringPlan,
    action: string,
    detail: { readonly expectedVersion: number; readonly mode?: SteeringMode },
    work: (manager: Parameters<SteeringPlanStore["end"]>[0]) => Promise<void>,
  ): Promise<SteeringPlan> {
    const { expectedVersion, ...rest } = detail;
    const isDone = await this.its.database.withTenant(context, async (manager) => {
      if (!(await this.its.store.advance(manager, id, expectedVersion))) return false;
      await work(manager);
      await this.its.access.audit(manager, context, action, `SteeringPlan:${id}`, {
        version: expectedVersion,
        ...rest,
      });
      return true;
    });
    const plan = (await this.find(context, id))!;
    if (isDone) return plan;
    throw plan.endedAt ? planEnded(plan) : versionConflict(plan.version, expectedVersion);
  }

  private async prepare(context: RequestContext, input: NewSteeringPlan): Promise<SteeringPlan> {
    const campaign = await this.its.campaigns.require(context, input.campaignId, ["input", "campaignId"]);
    checkPlan(input, campaign, context.clock.now());
    const problems = new ProblemList();
    checkBounds(problems, input.lines, ["input", "lines"]);
    problems.throwIfAny();
    return this.planOf(context, input, campaign);
  }

  /** A line's amount becomes its level: the amount over all hours of the plan. */
  private async planOf(
    context: RequestContext,
    input: NewSteeringPlan,
    { brandId, currencyCode }: CampaignWithPlacements,
  ): Promise<SteeringPlan> {
    const { zone } = await this.its.brands.requireGranted(context, brandId, ["input", "campaignId"]);
    const now = context.clock.now();
    const { weights } = planHours(input.window, zone, { shape: "EVEN", hourWeights: input.hourWeights });
    const whole = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
    if (whole === 0n)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["input", "hourWeights"],
        "hourWeights must be above 0 in some hour of the plan, but all of its hours have 0.",
      );
    const lines = input.lines.map((line) => ({ ...line, planned: (line.planned * 1_000n) / whole }));
    return {
      ...input,
      lookbackDays: input.outcome === "ORDERS" ? (input.lookbackDays ?? DEFAULT_LOOKBACK_DAYS) : null,
      ...{ id: newId(now), currencyCode, lines, mode: "MANUAL", version: 1, createdAt: now, endedAt: null },
      levels: lines.map(({ placementId, planned }) => ({ placementId, validFrom: input.window.from, level: planned })),
    };
  }
}

function changedLines({ lines }: SteeringPlan, changes: readonly ChangedLine[]): readonly SteeringLine[] {
  const problems = new ProblemList();
  const changed = changes.map((change, index): SteeringLine => {
    const line = lines.find(({ placementId }) => placementId === change.placementId);
    if (!line)
      problems.add(
        "NOT_FOUND",
        ["lines", String(index), "placementId"],
        "placementId must name a line of the plan; list them with steeringPlan { lines }.",
      );
    const before = line ?? { placementId: change.placementId, planned: 0n, floor: 0n, ceiling: null, isFrozen: false };
    return {
      ...before,
      floor: change.floor ?? before.floor,
      ceiling: change.ceiling === undefined ? before.ceiling : change.ceiling,
      isFrozen: change.isFrozen ?? before.isFrozen,
    };
  });
  if (changes.length === 0) problems.add("INVALID_INPUT", ["lines"], "lines must have at least 1 element, but got 0.");
  checkBounds(problems, changed, ["lines"]);
  problems.throwIfAny();
  return changed;
}

export const planEnded = ({ name }: SteeringPlan): UserProblems =>
  UserProblems.one("WRONG_STATE", ["id"], `A plan must not have ended to be changed, but "${name}" has; make another.`);

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the plan's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );

/** The request as JSON can hold it. */
const inText = ({ total, lines, ...plan }: NewSteeringPlan): unknown => ({
  ...plan,
  total: String(total),
  lines: lines.map(({ planned, floor, ceiling, ...line }) => ({
    ...line,
    ...{ planned: String(planned), floor: String(floor), ceiling: ceiling === null ? null : String(ceiling) },
  })),
});
