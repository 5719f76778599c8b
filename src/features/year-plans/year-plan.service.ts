import DataLoader from "dataloader";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessKey, AccessService } from "../access";
import type { BrandService } from "../brands";
import type { BudgetTreeService } from "../budget-trees";
import type { ResponseCurveService } from "../response-curves";
import { planYear } from "./plan-year";
import { readYearPlan } from "./read-year-plan";
import type { YearPlan, YearPlanRequest } from "./year-plan";
import type { YearPlanStore } from "./year-plan.store";

export interface YearPlanParts {
  readonly database: Database;
  readonly store: YearPlanStore;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly responseCurves: ResponseCurveService;
  readonly budgetTrees: BudgetTreeService;
}

/** Plans years by month and channel, and approves them. */
export class YearPlanService {
  constructor(private readonly parts: YearPlanParts) {}

  async plan(context: RequestContext, request: YearPlanRequest, idempotencyKey?: string | null): Promise<YearPlan> {
    const { brands, responseCurves, store } = this.parts;
    const brand = await brands.requireGranted(context, request.brandId, ["input", "brandId"]);
    const curveIds = [...new Set(request.channels.map(({ responseCurveId }) => responseCurveId))];
    const [platforms, curves, treeTotal] = await Promise.all([
      brands.platforms(context),
      responseCurves.findByIds(context, curveIds),
      this.treeTotal(context, request),
    ]);
    const input = readYearPlan(request, {
      ...{ brand, treeTotal, platforms: new Set(platforms.map(({ code }) => code)) },
      curves: new Map(curves.filter(({ brandId }) => brandId === brand.id).map((curve) => [curve.id, curve])),
    });
    const before = { brandId: brand.id, year: request.year - 1, zone: brand.zone };
    const planned = planYear({ ...input, lastYear: await store.findSpend(context, before) });
    const call = { key: idempotencyKey, mutation: "planYear", request };
    const id = await once(this.parts.database, context, call, async (manager) => {
      const now = context.clock.now();
      const plan: YearPlan = {
        ...planned,
        ...{ id: newId(now), brandId: brand.id, year: request.year, name: request.name ?? null, version: 1 },
        ...{ state: "DRAFT", approvedById: null, approvedAt: null, createdAt: now },
      };
      await store.insert(manager, context, plan);
      return plan.id;
    });
    return (await this.plans(context).clear(id).load(id))!;
  }

  /** DRAFT -> APPROVED, once, with an audit row in the same transaction. */
  async approve(context: RequestContext, id: string, expectedVersion: number): Promise<YearPlan> {
    const plan = await this.require(context, id);
    await this.parts.database.withTenant(context, async (manager) => {
      if (!(await this.parts.store.approve(manager, context, id, expectedVersion)))
        throw refusal(await this.parts.store.findState(manager, id), expectedVersion);
      const detail = { version: expectedVersion, totalMinor: String(plan.total), currencyCode: plan.currencyCode };
      await this.parts.access.audit(manager, context, "approveYearPlan", `YearPlan:${id}`, detail);
    });
    return (await this.plans(context).clear(id).load(id))!;
  }

  async require(context: RequestContext, id: string): Promise<YearPlan> {
    const plan = await this.plans(context).load(id);
    if (plan) return plan;
    const message = "id must name a year plan of this organisation; list them with brand { yearPlans }.";
    throw UserProblems.one("NOT_FOUND", ["id"], message);
  }

  plans(context: RequestContext): DataLoader<string, YearPlan | null> {
    return context.memo(
      this.plans,
      () =>
        new DataLoader<string, YearPlan | null>(async (ids) => {
          const found = new Map((await this.parts.store.findByIds(context, ids)).map((plan) => [plan.id, plan]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  ofYear(context: RequestContext, brandId: number, year: number): Promise<readonly YearPlan[]> {
    return this.parts.store.findOfYear(context, brandId, year);
  }

  async approver(context: RequestContext, { approvedById }: Pick<YearPlan, "approvedById">): Promise<AccessKey | null> {
    if (approvedById === null) return null;
    return (await this.parts.access.keysByIds(context, [approvedById]))[0] ?? null;
  }

  private async treeTotal(context: RequestContext, { brandId, year }: YearPlanRequest): Promise<bigint | null> {
    const tree = await this.parts.budgetTrees.ofYear(context, brandId, year);
    const root = tree && (await this.parts.budgetTrees.node(context, tree.id, ""));
    return root?.figures.planned ?? null;
  }
}

function refusal({ state, version }: Pick<YearPlan, "state" | "version">, expectedVersion: number): UserProblems {
  return state === "DRAFT"
    ? UserProblems.one(
        "VERSION_CONFLICT",
        ["expectedVersion"],
        `expectedVersion must be the plan's current version ${version}, but got ${expectedVersion}; read the plan again before you approve it.`,
      )
    : UserProblems.one("NOT_DRAFT", ["id"], `A plan must be a DRAFT to be approved, but this one is ${state}.`);
}
