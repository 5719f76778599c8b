import DataLoader from "dataloader";
import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { Brand, BrandService } from "../brands";
import type { BudgetPlan, BudgetService } from "../budgets";
import type { CampaignWithPlacements } from "../campaigns";
import { BudgetLedger, type LedgerParts, type LedgerState } from "./budget-ledger";
import type { PlacementBudget, PlacementUse } from "./budget-tree";
import type { ControlledAmount } from "./control-change";
import { checkReason } from "./read-budget-input";

export interface AdoptionRequest {
  readonly budgetPlanId: string;
  readonly reason: string;
  readonly expectedVersion: number;
}

export interface AdoptionParts extends LedgerParts {
  readonly database: Database;
  readonly brands: BrandService;
  readonly budgets: BudgetService;
}

/** Year whose tree a campaign is in: the one in which it begins where the brand is. */
export const yearOf = ({ window }: Pick<CampaignWithPlacements, "window">, { zone }: Pick<Brand, "zone">): number =>
  DateTime.fromJSDate(window.from, { zone }).year;

/** Placements with other budgets in place of what they had; null: none. */
export function withBudgets(
  uses: readonly PlacementUse[],
  budgets: ReadonlyMap<string, bigint | null>,
): readonly PlacementUse[] {
  return uses.map((use) => {
    const budget = budgets.get(use.placementId);
    return budget === undefined ? use : { ...use, committed: budget ?? 0n };
  });
}

/** Gives placements what an approved plan says. */
export class BudgetAdoptionService {
  private readonly ledger: BudgetLedger;

  constructor(private readonly parts: AdoptionParts) {
    this.ledger = new BudgetLedger(parts);
  }

  /** All placements of the plan or none, within the brand's tree of the year where there is one. */
  async adopt(context: RequestContext, request: AdoptionRequest, idempotencyKey?: string | null): Promise<string> {
    const { budgetPlanId, reason, expectedVersion } = request;
    const plan = await this.parts.budgets.require(context, budgetPlanId, ["id"]);
    const campaign = await this.parts.campaigns.require(context, plan.campaignId, ["id"]);
    const brand = (await this.parts.brands.findGranted(context, campaign.brandId))!;
    const problems = new ProblemList();
    checkReason(problems, reason, ["reason"]);
    problems.throwIfAny();
    const call = { key: idempotencyKey, mutation: "adoptBudgetPlan", request };
    return once(this.parts.database, context, call, async (manager) => {
      const state = await this.ledger.open(manager, brand, yearOf(campaign, brand));
      assertAdoptable(plan, expectedVersion);
      const amounts = await this.amountsOf(manager, plan);
      await this.give(manager, context, { state, amounts, field: ["id"] });
      return this.ledger.record(manager, context, {
        ...{ brandId: brand.id, campaignIds: [campaign.id], treeId: state.tree?.id ?? null, kind: "ADOPT_BUDGET_PLAN" },
        ...{
          reason,
          amounts,
          currencyCode: plan.currencyCode,
          budgetPlanId: plan.id,
          yearPlanId: null,
          undoesId: null,
        },
        undoableUntil: campaign.window.to,
      });
    });
  }

  /** Writes budgets of placements, judged by the tree. */
  async give(
    manager: EntityManager,
    context: RequestContext,
    {
      state,
      amounts,
      field,
    }: {
      readonly state: LedgerState;
      readonly amounts: readonly ControlledAmount[];
      readonly field: readonly string[];
    },
  ): Promise<void> {
    const budgets = new Map(amounts.map(({ placementId, after }) => [placementId!, after]));
    const after = { planned: state.planned, uses: withBudgets(state.uses, budgets) };
    await this.ledger.keep(manager, context, state, after, () => field);
    const { currencyCode } = state.brand;
    const given = amounts.filter((amount) => amount.after !== null);
    await this.parts.placementBudgets.set(
      manager,
      context,
      given.map(({ placementId, after: amount, planAfter }) => ({
        ...{ placementId: placementId!, amount: amount!, currencyCode, budgetPlanId: planAfter! },
      })),
    );
    const taken = amounts.filter((amount) => amount.after === null).map(({ placementId }) => placementId!);
    await this.parts.placementBudgets.remove(manager, taken);
  }

  /** What each placement of the plan has now and is to have. */
  private async amountsOf(manager: EntityManager, plan: BudgetPlan): Promise<readonly ControlledAmount[]> {
    const ids = plan.lines.map(({ placementId }) => placementId);
    const current = new Map(
      (await this.parts.placementBudgets.read(manager, ids)).map((budget) => [budget.placementId, budget]),
    );
    const amounts = plan.lines.map(({ placementId, amount }) => ({
      ...{ placeKey: null, placementId, after: amount, planAfter: plan.id },
      before: current.get(placementId)?.amount ?? null,
      planBefore: current.get(placementId)?.budgetPlanId ?? null,
    }));
    if (amounts.some(({ before, after, planBefore }) => before !== after || planBefore !== plan.id)) return amounts;
    throw UserProblems.one(
      "NO_CHANGE",
      ["id"],
      "The plan must change what placements have, but they have its amounts already; nothing is to be done.",
    );
  }

  budgetOf(context: RequestContext): DataLoader<string, PlacementBudget | null> {
    return context.memo(
      this.budgetOf,
      () =>
        new DataLoader<string, PlacementBudget | null>(async (ids) => {
          const found = await this.parts.placementBudgets.findByPlacements(context, ids);
          const byId = new Map(found.map((budget) => [budget.placementId, budget]));
          return ids.map((id) => byId.get(id) ?? null);
        }),
    );
  }
}

function assertAdoptable({ state, version }: BudgetPlan, expectedVersion: number): void {
  if (state !== "APPROVED")
    throw UserProblems.one(
      "NOT_APPROVED",
      ["id"],
      `A plan must be APPROVED to be adopted, but this one is ${state}; approve it with approveBudgetPlan first.`,
    );
  if (version !== expectedVersion)
    throw UserProblems.one(
      "VERSION_CONFLICT",
      ["expectedVersion"],
      `expectedVersion must be the plan's current version ${version}, but got ${expectedVersion}; read the plan again before you adopt it.`,
    );
}
