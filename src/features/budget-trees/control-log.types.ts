import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Money } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { toMajor } from "../../platform/money";
import type { UserProblem } from "../../platform/user-error";
import { BudgetPlan } from "../budgets/budget.types";
import { levelOfKey, placeOfKey } from "./budget-place";
import type { BudgetPlace } from "./budget-tree";
import { BudgetLevelEnum, BudgetTree } from "./budget-tree.types";
import type { ControlChange as ChangeRow, ControlKind, ControlledAmount as ControlledRow } from "./control-change";
import { whyNotUndoable } from "./control-log.service";

const KINDS: Readonly<Record<ControlKind, string>> = {
  SET_BUDGET: "A place of a budget tree got another planned amount.",
  MOVE_BUDGET: "An amount went from one place of a budget tree to another.",
  ADOPT_BUDGET_PLAN: "Placements of a campaign got the amounts of an approved budget plan.",
  ADOPT_YEAR_PLAN: "Months and channels of a budget tree got the amounts of an approved year plan.",
  UNDO: "Another change was taken back.",
};
const ControlKindEnum = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, kind]));
registerEnumType(ControlKindEnum, {
  name: "ControlKind",
  description: "What was changed; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(Object.entries(KINDS).map(([kind, description]) => [kind, { description }])),
});

@Access("READ_BUDGETS")
@ObjectType({ description: "One amount before and after a change: of a placement, or of a place in a budget tree." })
export class ControlledAmount {
  /** Keys of what it is about; not fields of the schema. */
  placementId!: string | null;
  place!: BudgetPlace | null;

  @Field(() => BudgetLevelEnum, { nullable: true, description: "How deep the place is; null of a placement." })
  level!: string | null;

  @Field(() => Int, { nullable: true, description: "The place's month, 1 to 12; null in no month and of a placement." })
  month!: number | null;

  @Field(() => String, { nullable: true, description: "The place's step; null above a step and of a placement." })
  step!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The place's platform; null above a channel and of a placement.",
  })
  platform!: string | null;

  @Field(() => Money, { nullable: true, description: "What it had; null: it had none." })
  before!: Money | null;

  @Field(() => Money, { nullable: true, description: "What it got; null: it was taken away." })
  after!: Money | null;
}

@Access("READ_BUDGETS")
@ObjectType({
  implements: Node,
  description:
    "A change of running budgets (掌控): who, why, and every amount before and after. It is never edited, only undone.",
})
export class ControlChange extends Node {
  /** The row behind it; not a field of the schema. */
  row!: ChangeRow;

  @Field(() => ControlKindEnum, { description: "What was changed." })
  kind!: ControlKind;

  @Field({ description: "Why, in the words of who did it." })
  reason!: string;

  @Field(() => [ControlledAmount], {
    description: "Every amount that it changed; at most as many as placements or places.",
  })
  amounts!: readonly ControlledAmount[];

  @Field({
    description:
      "True: it is no undo, was not undone and is still within its time. An amount that changed since refuses it yet.",
  })
  isUndoable!: boolean;

  @Field(() => DateTimeScalar, {
    description: "Until when it can be undone: the end of the campaign, or of the tree's year.",
  })
  undoableUntil!: Date;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  changedAt!: Date;
}

export const ControlChangeConnection = connectionType(ControlChange, "ControlChange", "READ_BUDGETS");

export function toControlChange(row: ChangeRow, now: Date): ControlChange {
  const { kind, reason, undoableUntil, changedAt, currencyCode } = row;
  return Object.assign(new ControlChange(), {
    ...{ row, id: toNodeId("ControlChange", row.id), kind, reason, undoableUntil, changedAt },
    amounts: row.amounts.map((amount) => toControlledAmount(amount, currencyCode)),
    isUndoable: whyNotUndoable(row, now) === null,
  });
}

export function toControlledAmount(
  { placeKey, placementId, before, after }: Pick<ControlledRow, "placeKey" | "placementId" | "before" | "after">,
  currencyCode: string,
): ControlledAmount {
  const money = (minor: bigint | null): Money | null => (minor === null ? null : toMajor({ minor, currencyCode }));
  const place = placeKey === null ? null : placeOfKey(placeKey);
  return Object.assign(new ControlledAmount(), {
    ...{ placementId, place, level: placeKey === null ? null : levelOfKey(placeKey) },
    ...{ month: place?.month ?? null, step: place?.step ?? null, platform: place?.channel ?? null },
    ...{ before: money(before), after: money(after) },
  });
}

const BudgetControlUserError = userErrorType("BudgetControl", {
  OVERSPEND: "A place of the tree would need more than is planned for it; the message names it and by how much.",
  YEAR_TAKEN: "The brand has a tree of that year.",
  NO_CHANGE: "Everything is so already.",
  NOT_APPROVED: "The plan is not approved.",
  CHANGED_SINCE: "Amounts are no longer as the change left them.",
  ALREADY_UNDONE: "The change was undone.",
  NOT_UNDOABLE: "The change is an undo.",
  UNDO_EXPIRED: "What the change is about has ended.",
});

const ERRORS = { description: "Why it was refused; empty on success." };
const CHANGE = { nullable: true, description: "The line in the control log; null when refused." };

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of createBudgetTree." })
export class CreateBudgetTreePayload {
  @Field(() => BudgetTree, { nullable: true, description: "The new tree; null when refused." })
  budgetTree?: BudgetTree | null;

  @Field(() => [BudgetControlUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of setBudget." })
export class SetBudgetPayload {
  @Field(() => BudgetTree, { nullable: true, description: "The tree as it is now; null when refused." })
  budgetTree?: BudgetTree | null;

  @Field(() => ControlChange, CHANGE)
  controlChange?: ControlChange | null;

  @Field(() => [BudgetControlUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of moveBudget." })
export class MoveBudgetPayload {
  @Field(() => BudgetTree, { nullable: true, description: "The tree as it is now; null when refused." })
  budgetTree?: BudgetTree | null;

  @Field(() => ControlChange, CHANGE)
  controlChange?: ControlChange | null;

  @Field(() => [BudgetControlUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of adoptBudgetPlan." })
export class AdoptBudgetPlanPayload {
  @Field(() => BudgetPlan, { nullable: true, description: "The plan that was adopted; null when refused." })
  budgetPlan?: BudgetPlan | null;

  @Field(() => ControlChange, CHANGE)
  controlChange?: ControlChange | null;

  @Field(() => [BudgetControlUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of undoControlChange." })
export class UndoControlChangePayload {
  @Field(() => ControlChange, { nullable: true, description: "The undo, a change itself; null when refused." })
  controlChange?: ControlChange | null;

  @Field(() => [BudgetControlUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
