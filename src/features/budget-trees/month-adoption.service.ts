import type { EntityManager } from "typeorm";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { Brand } from "../brands";
import { BudgetLedger, changedPlaces, type LedgerParts } from "./budget-ledger";
import { keyOfPlace, placeOfKey } from "./budget-place";
import { MAX_NODES } from "./budget-tree";
import { spanOfYear } from "./read-budget-input";
import type { PlannedAmounts } from "./tree-figures";

export interface MonthAmount {
  /** 1 to 12. */
  readonly month: number;
  /** Code of a platform. */
  readonly channel: string;
  /** Minor units. */
  readonly amount: bigint;
}

export interface MonthAdoption {
  readonly brand: Brand;
  readonly year: number;
  /** Null: under the brand. */
  readonly campaignId: string | null;
  readonly amounts: readonly MonthAmount[];
  readonly yearPlanId: string;
  readonly reason: string;
}

/** Gives months and their channels what a year plan says. */
export class MonthAdoptionService {
  private readonly ledger: BudgetLedger;

  constructor(parts: LedgerParts) {
    this.ledger = new BudgetLedger(parts);
  }

  /** All months under one place or none, in place of those that are there; the change's id. */
  async adopt(manager: EntityManager, context: RequestContext, adoption: MonthAdoption): Promise<string> {
    const { brand, year, campaignId, amounts, yearPlanId, reason } = adoption;
    const state = await this.ledger.open(manager, brand, year);
    const base = keyOfPlace({ campaignId, month: null, step: null, channel: null, crowd: null });
    if (state.tree === null)
      throw UserProblems.one(
        "NOT_FOUND",
        ["id"],
        `The brand must have a budget tree of ${year} to adopt the plan into, but has none; make it with createBudgetTree.`,
      );
    if (!state.planned.has(base))
      throw UserProblems.one(
        "NOT_FOUND",
        ["campaignId"],
        `campaignId must name a campaign that the tree of ${year} has; plan it with setBudget first.`,
      );
    const planned = withMonths(state.planned, base, amounts);
    const changed = changedPlaces(state.planned, planned);
    if (changed.length === 0)
      throw UserProblems.one(
        "NO_CHANGE",
        ["id"],
        "The plan must change the tree, but its months have its amounts already; nothing is to be done.",
      );
    if (planned.size > MAX_NODES)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["id"],
        `A tree must have at most ${MAX_NODES} places, but would have ${planned.size}; plan fewer channels.`,
      );
    await this.ledger.keep(manager, context, state, { planned, uses: state.uses }, () => ["id"]);
    return this.ledger.record(manager, context, {
      ...{ brandId: brand.id, campaignIds: campaignId === null ? [] : [campaignId], treeId: state.tree.id },
      ...{ kind: "ADOPT_YEAR_PLAN", reason, amounts: changed, currencyCode: brand.currencyCode },
      ...{ budgetPlanId: null, yearPlanId, undoesId: null, undoableUntil: spanOfYear(year, brand.zone).to },
    });
  }
}

/** Months under a place with their channels, each month the sum of these, in place of all months under it. */
function withMonths(planned: PlannedAmounts, base: string, amounts: readonly MonthAmount[]): PlannedAmounts {
  const campaignId = base === "" ? null : base;
  const isMonth = (key: string): boolean => {
    const place = placeOfKey(key);
    return place.month !== null && place.campaignId === campaignId;
  };
  const changed = new Map([...planned].filter(([key]) => !isMonth(key)));
  for (const { month, channel, amount } of amounts) {
    const place = { campaignId, month, step: null, channel: null, crowd: null };
    const key = keyOfPlace(place);
    changed.set(key, (changed.get(key) ?? 0n) + amount);
    changed.set(keyOfPlace({ ...place, channel }), amount);
  }
  return changed;
}
