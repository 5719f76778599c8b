import DataLoader from "dataloader";
import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { settled } from "../../platform/settled";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { AccessKey, AccessService } from "../access";
import { type CampaignService, isText } from "../campaigns";
import type { TouchpointService } from "../touchpoints";
import type { DecisionStep, HourlyDecisionStore } from "./hourly-decision.store";
import { bearable, levelsBefore, makeDecision } from "./make-decision";
import type { OutdatedDecisionStore } from "./outdated-decision.store";
import type { PlacementOrders } from "./placement-orders";
import type { PlanFacts } from "./plan-facts";
import type { HourlyDecision, SteeringPlan } from "./steering";
import { planEnded, type SteeringPlanService } from "./steering-plan.service";
import type { SteeringPlanStore } from "./steering-plan.store";

export interface HourlyDecisionParts {
  readonly database: Database;
  readonly access: AccessService;
  readonly campaigns: CampaignService;
  readonly plans: SteeringPlanService;
  readonly planStore: SteeringPlanStore;
  readonly store: HourlyDecisionStore;
  readonly touchpoints: TouchpointService;
  readonly orders: PlacementOrders;
  readonly outdated: OutdatedDecisionStore;
}

/** Who takes a step, and how. */
export interface StepOptions {
  readonly expectedVersion: number;
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
  readonly isAutomatic?: boolean;
}

const MAX_REASON_LENGTH = 500;

/** Proposes decisions and takes them through their states. */
export class HourlyDecisionService {
  constructor(private readonly its: HourlyDecisionParts) {}

  /** A decision of a plan that the caller sees. */
  async find(context: RequestContext, id: string): Promise<HourlyDecision | null> {
    const decision = await this.its.store.find(context, id);
    return decision && (await this.its.plans.find(context, decision.planId)) ? decision : null;
  }

  open(context: RequestContext): DataLoader<string, HourlyDecision | null> {
    return context.memo(
      this.open,
      () =>
        new DataLoader<string, HourlyDecision | null>(
          async (planIds) => {
            const found = await this.its.store.findOpen(context, planIds);
            return planIds.map((id) => found.find(({ planId }) => planId === id) ?? null);
          },
          { cache: false },
        ),
    );
  }

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

  page(context: RequestContext, planId: string, page: PageRequest): Promise<Page<HourlyDecision>> {
    for (const name of ["after", "before"] as const) {
      const cursor = page[name];
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that decisions returned.`);
    }
    return this.its.store.findPage(context, planId, page);
  }

  count(context: RequestContext, planId: string): Promise<number> {
    return this.its.store.count(context, planId);
  }

  /** Whether figures of the hours that it looked at came after it was made. */
  async isOutdated(context: RequestContext, decision: HourlyDecision): Promise<boolean> {
    if (decision.outdatedAt !== null) return true;
    const plan = await this.its.plans.find(context, decision.planId);
    const loader = this.its.campaigns.isOutdated(context);
    const outdated = await Promise.all(
      decision.evidence.lines.map(({ placementId, completeUntil }) =>
        loader.load({
          ...{ placementIds: [placementId], from: plan!.window.from, to: new Date(completeUntil) },
          knownAt: decision.knownAt,
        }),
      ),
    );
    return outdated.includes(true);
  }

  /** Makes a decision of what is known now; the plan's open one gives way to it. */
  async propose(
    context: RequestContext,
    planId: string,
    { idempotencyKey, isAutomatic = false }: Omit<StepOptions, "expectedVersion"> = {},
  ): Promise<HourlyDecision> {
    const made = await settled(this.make(context, planId));
    const call = { key: idempotencyKey, mutation: "proposeHourlyDecision", request: { planId } };
    const id = await once(this.its.database, context, call, async (manager) => {
      const { plan, facts, evidence, read } = made();
      await this.holdPlan(manager, plan);
      for (const { id: older, version } of await this.its.store.supersede(manager, planId))
        await this.its.store.insertChange(manager, context, older, {
          version,
          change: "SUPERSEDED",
          reason: null,
          isAutomatic,
        });
      const decision = { id: newId(context.clock.now()), planId, planVersion: plan.version, evidence };
      const { knownAt, effectiveFrom } = facts;
      const ordersUntil = read?.orders.until ?? null;
      await this.its.store.insert(manager, context, { ...decision, knownAt, effectiveFrom, ordersUntil });
      if (read) {
        const late = await this.its.touchpoints.lateSince(manager, context, read.seen);
        await this.its.outdated.markProposed(manager, decision.id, late, knownAt);
      }
      await this.its.store.insertChange(manager, context, decision.id, {
        ...{ version: 1, change: "PROPOSED", reason: null, isAutomatic },
      });
      return decision.id;
    });
    return (await this.find(context, id))!;
  }

  approve(context: RequestContext, id: string, options: StepOptions): Promise<HourlyDecision> {
    return this.take(
      context,
      "approveHourlyDecision",
      { ...stepOf(id, options), from: ["PROPOSED"], to: "APPROVED" },
      options,
    );
  }

  reject(context: RequestContext, id: string, options: StepOptions): Promise<HourlyDecision> {
    const step = { ...stepOf(id, options), from: ["PROPOSED", "APPROVED"], to: "REJECTED" } as const;
    return this.take(context, "rejectHourlyDecision", step, options);
  }

  /** Puts the levels in force from the next whole hour on, if the plan is as it was and the money still bears them. */
  async apply(context: RequestContext, id: string, options: StepOptions): Promise<HourlyDecision> {
    const prepared = await settled(this.prepare(context, id));
    const step = { ...stepOf(id, options), from: ["APPROVED"], to: "APPLIED" } as const;
    return this.take(context, "applyHourlyDecision", step, options, {
      appliedPlanVersion: () => prepared().decision.planVersion + 1,
      run: async (manager) => {
        const { plan, decision, facts } = prepared();
        if (decision.planVersion !== plan.version) throw stale("the plan was changed since it was made");
        const levels = decision.evidence.lines.map(({ placementId, after }) => ({ placementId, level: BigInt(after) }));
        const sum = levels.reduce((all, { level }) => all + level, 0n);
        if (sum > bearable(plan, facts)) throw stale("the money that is left no longer bears it until the plan ends");
        await this.setLevels(manager, context, plan, facts, levels);
      },
    });
  }

  /** Puts the levels before the newest applied decision back in force; cut alike where the money no longer bears them. */
  async rollBack(context: RequestContext, id: string, options: StepOptions): Promise<HourlyDecision> {
    const prepared = await settled(this.prepare(context, id));
    const step = { ...stepOf(id, options), from: ["APPLIED"], to: "ROLLED_BACK" } as const;
    return this.take(context, "rollBackHourlyDecision", step, options, {
      appliedPlanVersion: () => null,
      run: async (manager) => {
        const { plan, decision, facts } = prepared();
        if (decision.appliedPlanVersion !== plan.version)
          throw UserProblems.one(
            "NOT_NEWEST",
            ["id"],
            "A decision must be the plan's last change to be rolled back, but the plan was changed since; propose another one.",
          );
        await this.setLevels(manager, context, plan, facts, levelsBefore(plan, facts, decision.evidence));
      },
    });
  }

  private async make(context: RequestContext, planId: string) {
    const plan = await this.its.plans.require(context, planId, ["planId"]);
    const read = plan.outcome === "ORDERS" ? await this.its.orders.read(context, plan) : null;
    const facts = await this.its.plans.facts(context, plan, read?.orders);
    if (plan.endedAt || facts.weightLeft === 0)
      throw UserProblems.one(
        "WRONG_STATE",
        ["planId"],
        `A plan must have hours left to be decided on, but "${plan.name}" ${plan.endedAt ? "was ended" : "has none"}.`,
      );
    return { plan, facts, read, evidence: makeDecision(plan, facts) };
  }

  private async prepare(context: RequestContext, id: string) {
    const decision = await this.require(context, id);
    const plan = (await this.its.plans.find(context, decision.planId))!;
    if (plan.endedAt) throw planEnded(plan);
    return { decision, plan, facts: await this.its.plans.facts(context, plan) };
  }

  private async setLevels(
    manager: EntityManager,
    context: RequestContext,
    plan: SteeringPlan,
    { effectiveFrom, weightLeft }: PlanFacts,
    levels: readonly { readonly placementId: string; readonly level: bigint }[],
  ): Promise<void> {
    if (weightLeft === 0) throw planEnded(plan);
    if (!(await this.its.planStore.advance(manager, plan.id, plan.version)))
      throw stale("somebody changes the plan now");
    const rows = levels.map((line) => ({ ...line, validFrom: effectiveFrom }));
    await this.its.planStore.setLevels(manager, context, plan.id, rows);
  }

  /** The step comes before what it does, so that of two clients the second one waits for the first and is told the new state. */
  private async take(
    context: RequestContext,
    mutation: string,
    step: DecisionStep,
    { idempotencyKey, isAutomatic = false }: StepOptions,
    work: StepWork = NO_WORK,
  ): Promise<HourlyDecision> {
    const { id, to, expectedVersion, reason } = step;
    const found = await settled(this.require(context, id));
    const call = { key: idempotencyKey, mutation, request: { id, expectedVersion, reason } };
    const isDone = await once(this.its.database, context, call, async (manager) => {
      found();
      checkReason(reason);
      const appliedPlanVersion = work.appliedPlanVersion();
      if (!(await this.its.store.step(manager, { ...step, appliedPlanVersion }))) throw new StepRefused();
      await work.run(manager);
      const version = expectedVersion + 1;
      await this.its.store.insertChange(manager, context, id, { version, change: to, reason, isAutomatic });
      const detail = { version: expectedVersion, reason, isAutomatic };
      await this.its.access.audit(manager, context, mutation, `HourlyDecision:${id}`, detail);
      return true;
    }).catch((error: unknown) => {
      if (error instanceof StepRefused) return false;
      throw error;
    });
    const now = await this.require(context, id);
    if (isDone) return now;
    throw step.from.includes(now.state) ? versionConflict(now.version, expectedVersion) : wrongState(now, step);
  }

  private async holdPlan(manager: EntityManager, { id, version }: SteeringPlan): Promise<void> {
    if ((await this.its.planStore.lock(manager, id)) === version) return;
    throw stale("the plan was changed while it was made");
  }

  private async require(context: RequestContext, id: string): Promise<HourlyDecision> {
    const decision = await this.find(context, id);
    if (decision) return decision;
    const message = "id must name an hourly decision of this organisation; list them with steeringPlan { decisions }.";
    throw UserProblems.one("NOT_FOUND", ["id"], message);
  }
}

/** What a step does beside changing the state. */
interface StepWork {
  /** That the step makes; null: it makes none that counts. */
  readonly appliedPlanVersion: () => number | null;
  readonly run: (manager: EntityManager) => Promise<void>;
}

const NO_WORK: StepWork = { appliedPlanVersion: () => null, run: async () => undefined };

/** Rolls the transaction back; what is wrong is read after it. */
class StepRefused extends Error {}

const stepOf = (id: string, { expectedVersion, reason }: StepOptions) => ({
  ...{ id, expectedVersion, reason: reason ?? null },
  appliedPlanVersion: null,
});

function checkReason(reason: string | null): void {
  if (reason === null || isText(reason, MAX_REASON_LENGTH)) return;
  throw UserProblems.one(
    "INVALID_INPUT",
    ["reason"],
    `reason must be 1 to ${MAX_REASON_LENGTH} characters, none of them a control character.`,
  );
}

const stale = (why: string): UserProblems =>
  UserProblems.one("STALE_DECISION", ["id"], `A decision must fit the plan as it is, but ${why}; propose another one.`);

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the decision's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );

const wrongState = ({ state }: HourlyDecision, { from, to }: DecisionStep): UserProblems =>
  UserProblems.one(
    "WRONG_STATE",
    ["id"],
    `A decision must be ${from.join(" or ")} to become ${to}, but this one is ${state}.`,
  );
