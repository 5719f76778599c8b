import DataLoader from "dataloader";
import type { EntityManager } from "typeorm";
import type { Page, PageRequest } from "../../platform/page";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { Brand } from "../brands";
import { type AdoptionParts, type BudgetAdoptionService, yearOf } from "./budget-adoption.service";
import { BudgetLedger, type LedgerState } from "./budget-ledger";
import type { ControlChange, ControlledAmount } from "./control-change";
import type { ControlScope } from "./control-change.store";
import { checkReason } from "./read-budget-input";

export interface UndoRequest {
  readonly controlChangeId: string;
  readonly reason: string;
}

/** Reads the control log and takes a change back. */
export class ControlLogService {
  private readonly ledger: BudgetLedger;

  constructor(
    private readonly parts: AdoptionParts,
    private readonly adoption: BudgetAdoptionService,
  ) {
    this.ledger = new BudgetLedger(parts);
  }

  /** Gives back all amounts of one change, or none: each must still be as the change left it. */
  async undo(context: RequestContext, request: UndoRequest, idempotencyKey?: string | null): Promise<string> {
    const { controlChangeId, reason } = request;
    const change = await this.changes(context).load(controlChangeId);
    const brand = change && (await this.parts.brands.findGranted(context, change.brandId));
    if (!change || !brand) {
      const message = "id must name a change of this organisation; list them with brand { controlLog }.";
      throw UserProblems.one("NOT_FOUND", ["id"], message);
    }
    const problems = new ProblemList();
    checkReason(problems, reason, ["reason"]);
    problems.throwIfAny();
    const year = await this.yearOf(context, change, brand);
    const call = { key: idempotencyKey, mutation: "undoControlChange", request };
    const id = await once(this.parts.database, context, call, async (manager) => {
      const state = await this.ledger.open(manager, brand, year);
      assertUndoable(change, await this.parts.changes.isUndone(manager, change.id), context.clock.now());
      const amounts = change.amounts.map(
        (amount): ControlledAmount => ({
          ...amount,
          ...{ before: amount.after, after: amount.before, planBefore: amount.planAfter, planAfter: amount.planBefore },
        }),
      );
      await this.giveBack(manager, context, state, amounts);
      return this.ledger.record(manager, context, {
        ...{ brandId: brand.id, campaignIds: change.campaignIds, treeId: change.treeId, kind: "UNDO", reason, amounts },
        ...{ currencyCode: change.currencyCode, budgetPlanId: change.budgetPlanId, yearPlanId: change.yearPlanId },
        undoesId: change.id,
        undoableUntil: context.clock.now(),
      });
    });
    this.changes(context).clear(change.id);
    return id;
  }

  private async giveBack(
    manager: EntityManager,
    context: RequestContext,
    state: LedgerState,
    amounts: readonly ControlledAmount[],
  ): Promise<void> {
    const ofPlacements = amounts.filter(({ placementId }) => placementId !== null);
    if (ofPlacements.length > 0) {
      const ids = ofPlacements.map(({ placementId }) => placementId!);
      const current = new Map(
        (await this.parts.placementBudgets.read(manager, ids)).map((budget) => [budget.placementId, budget]),
      );
      assertUnchanged(
        ofPlacements.filter(({ placementId, before, planBefore }) => {
          const now = current.get(placementId!);
          return (now?.amount ?? null) !== before || (now?.budgetPlanId ?? null) !== planBefore;
        }).length,
        ofPlacements.length,
        "placements",
      );
      await this.adoption.give(manager, context, { state, amounts: ofPlacements, field: ["id"] });
      return;
    }
    const isChanged = ({ placeKey, before, after }: ControlledAmount): boolean =>
      (state.planned.get(placeKey!) ?? null) !== before ||
      (after === null && [...state.planned.keys()].some((key) => isPartOf(key, placeKey!) && !isNamed(amounts, key)));
    assertUnchanged(amounts.filter(isChanged).length, amounts.length, "places of the tree");
    const planned = new Map(state.planned);
    for (const { placeKey, after } of amounts)
      if (after === null) planned.delete(placeKey!);
      else planned.set(placeKey!, after);
    await this.ledger.keep(manager, context, state, { planned, uses: state.uses }, () => ["id"]);
  }

  private async yearOf(context: RequestContext, change: ControlChange, brand: Brand): Promise<number> {
    const [tree] = change.treeId === null ? [] : await this.parts.trees.findByIds(context, [change.treeId]);
    if (tree) return tree.year;
    return yearOf((await this.parts.campaigns.campaigns(context).load(change.campaignIds[0]!))!, brand);
  }

  changes(context: RequestContext): DataLoader<string, ControlChange | null> {
    return context.memo(
      this.changes,
      () =>
        new DataLoader<string, ControlChange | null>(async (ids) => {
          const granted = new Set((await this.parts.brands.granted(context)).map(({ id }) => id));
          const found = await this.parts.changes.findByIds(context, ids);
          const visible = new Map(found.filter(({ brandId }) => granted.has(brandId)).map((row) => [row.id, row]));
          return ids.map((id) => visible.get(id) ?? null);
        }),
    );
  }

  page(context: RequestContext, scope: ControlScope, request: PageRequest): Promise<Page<ControlChange>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before }))
      if (cursor !== null && !(cursor.length === 1 && /^\d{1,9}$/.test(cursor[0]!)))
        throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that controlLog returned.`);
    return this.parts.changes.findPage(context, scope, request);
  }

  count(context: RequestContext, scope: ControlScope): Promise<number> {
    return this.parts.changes.count(context, scope);
  }
}

const isPartOf = (key: string, place: string): boolean => key.startsWith(`${place}/`);
const isNamed = (amounts: readonly ControlledAmount[], key: string): boolean =>
  amounts.some(({ placeKey }) => placeKey === key);

/** Why a change cannot be undone any more; null: it can. */
export function whyNotUndoable(
  change: ControlChange,
  now: Date,
): "NOT_UNDOABLE" | "ALREADY_UNDONE" | "UNDO_EXPIRED" | null {
  if (change.kind === "UNDO") return "NOT_UNDOABLE";
  if (change.undoneById !== null) return "ALREADY_UNDONE";
  return now >= change.undoableUntil ? "UNDO_EXPIRED" : null;
}

function assertUndoable(change: ControlChange, isUndone: boolean, now: Date): void {
  const why = isUndone ? "ALREADY_UNDONE" : whyNotUndoable(change, now);
  if (why === null) return;
  const messages = {
    NOT_UNDOABLE: "A change must be no undo itself to be undone; make the change once more.",
    ALREADY_UNDONE: "A change can be undone once, and this one was; make the change once more.",
    UNDO_EXPIRED: `A change can be undone until ${change.undoableUntil.toISOString()}, the end of what it is about, but it is ${now.toISOString()}.`,
  };
  throw UserProblems.one(why, ["id"], messages[why]);
}

function assertUnchanged(changed: number, of: number, what: string): void {
  if (changed === 0) return;
  throw UserProblems.one(
    "CHANGED_SINCE",
    ["id"],
    `All amounts must be as the change left them, but ${changed} of its ${of} ${what} were changed since; undo the later changes first, or make a new change.`,
  );
}
