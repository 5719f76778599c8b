import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import { toMajor } from "../../platform/money";
import type { RequestContext } from "../../platform/request-context";
import { type UserProblem, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { Brand } from "../brands";
import type { CampaignService } from "../campaigns";
import { nameOfPlace, placeOfKey } from "./budget-place";
import type { BudgetTree, PlacementUse } from "./budget-tree";
import type { BudgetTreeStore } from "./budget-tree.store";
import type { ControlChange, ControlledAmount, NewControlChange } from "./control-change";
import type { ControlChangeStore } from "./control-change.store";
import type { PlacementBudgetStore } from "./placement-budget.store";
import { spanOfYear } from "./read-budget-input";
import { findOverspends, type Overspend, type PlannedAmounts, tellNodes } from "./tree-figures";

export interface LedgerParts {
  readonly trees: BudgetTreeStore;
  readonly placementBudgets: PlacementBudgetStore;
  readonly changes: ControlChangeStore;
  readonly campaigns: CampaignService;
  readonly access: AccessService;
}

/** A brand's budget of a year as it is under the lock; without a tree nothing bounds what placements are given. */
export interface LedgerState {
  readonly brand: Brand;
  readonly tree: BudgetTree | null;
  readonly planned: PlannedAmounts;
  readonly uses: readonly PlacementUse[];
}

/** What a change makes of it. */
export type LedgerChange = Pick<LedgerState, "planned" | "uses">;

/** Says where the caller's mistake is when a place would be overspent. */
export type OverspendField = (overspend: Overspend) => readonly string[];

/** The one way in which budgets change: under the brand's lock, judged as a whole, with a line in the control log. */
export class BudgetLedger {
  constructor(private readonly parts: LedgerParts) {}

  async open(manager: EntityManager, brand: Brand, year: number): Promise<LedgerState> {
    const { trees, placementBudgets } = this.parts;
    await trees.lockBrand(manager, brand.id);
    const tree = await trees.read(manager, brand.id, year);
    const planned = tree ? await trees.readPlanned(manager, tree.id) : new Map<string, bigint>();
    const uses = await placementBudgets.readUses(manager, brand.id, spanOfYear(year, brand.zone));
    return { brand, tree, planned, uses };
  }

  /** Refuses what would overspend a place; else keeps the planned amounts and takes the tree's next version. */
  async keep(
    manager: EntityManager,
    context: RequestContext,
    { brand, tree, ...before }: LedgerState,
    after: LedgerChange,
    field: OverspendField,
  ): Promise<void> {
    if (tree === null) return;
    const overspends = findOverspends(tellNodes(before.planned, before.uses), tellNodes(after.planned, after.uses));
    if (overspends.length > 0)
      throw new UserProblems(await this.explain(context, overspends, { currencyCode: brand.currencyCode, field }));
    const changed = new Map([...after.planned].filter(([key, amount]) => before.planned.get(key) !== amount));
    const removed = [...before.planned.keys()].filter((key) => !after.planned.has(key));
    if (changed.size > 0) await this.parts.trees.setNodes(manager, context, tree.id, changed);
    if (removed.length > 0) await this.parts.trees.removeNodes(manager, tree.id, removed);
    await this.parts.trees.advance(manager, tree.id);
  }

  /** Writes the change into the control log and the audit log; its id. */
  async record(manager: EntityManager, context: RequestContext, change: NewControlChange): Promise<string> {
    const now = context.clock.now();
    const row: Omit<ControlChange, "number" | "undoneById"> = {
      ...change,
      id: newId(now),
      accessKeyId: context.actor.accessKeyId,
      changedAt: now,
    };
    await this.parts.changes.insert(manager, context, row);
    const detail = { kind: change.kind, reason: change.reason, brandId: change.brandId };
    await this.parts.access.audit(manager, context, "changeBudget", `ControlChange:${row.id}`, detail);
    return row.id;
  }

  private async explain(
    context: RequestContext,
    overspends: readonly Overspend[],
    { currencyCode, field }: { readonly currencyCode: string; readonly field: OverspendField },
  ): Promise<readonly UserProblem[]> {
    const ids = [...new Set(overspends.flatMap(({ key }) => placeOfKey(key).campaignId ?? []))];
    const found = await this.parts.campaigns.campaigns(context).loadMany(ids);
    const codes = new Map(
      found.flatMap((campaign) =>
        campaign === null || campaign instanceof Error ? [] : [[campaign.id, campaign.code]],
      ),
    );
    const money = (minor: bigint): string => `${toMajor({ minor, currencyCode }).amount} ${currencyCode}`;
    return overspends.map((overspend) => {
      const { planned, allocated, unallocated } = overspend.figures;
      const name = nameOfPlace(overspend.key, (id) => codes.get(id) ?? id);
      const tied = planned - allocated - unallocated;
      return {
        code: "OVERSPEND",
        field: field(overspend),
        message: `What is planned for the parts of ${name} (${money(allocated)}) and what is committed or spent there (${money(tied)}) must be at most its ${money(planned)}, but would be ${money(overspend.short)} too much; take ${money(overspend.short)} less or plan more for ${name} first.`,
      };
    });
  }
}

/** Places whose planned amount differs. */
export function changedPlaces(before: PlannedAmounts, after: PlannedAmounts): ControlledAmount[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key) => {
    const [from, to] = [before.get(key) ?? null, after.get(key) ?? null];
    return from === to
      ? []
      : [{ placeKey: key, placementId: null, before: from, after: to, planBefore: null, planAfter: null }];
  });
}

/** Campaigns that places belong to. */
export const campaignsOfPlaces = (amounts: readonly ControlledAmount[]): string[] => [
  ...new Set(amounts.flatMap(({ placeKey }) => (placeKey === null ? [] : (placeOfKey(placeKey).campaignId ?? [])))),
];
