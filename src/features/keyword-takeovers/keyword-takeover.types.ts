import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import {
  MAX_KEYWORDS,
  MAX_TAKEOVER_DAYS,
  type KeywordTakeover as Row,
  type TakeoverState,
  takeoverStates,
} from "./keyword-takeover";

const StateEnum = Object.fromEntries(takeoverStates.map((state) => [state, state]));
registerEnumType(StateEnum, {
  name: "KeywordTakeoverState",
  description: "Whether a booking stands; clients must handle unknown values.",
  valuesConfig: {
    BOOKED: { description: "The slot is taken." },
    CANCELLED: { description: "It stands in nobody's way any more." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description:
    "A search slot that shows one product to everybody who searches one of some keywords in some hours (搜索霸屏).",
})
export class KeywordTakeover extends Node {
  /** The row behind it; not a field of the schema. */
  row!: Row;

  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field({ description: "The slot, as touchpoints carry it." })
  slotCode!: string;

  @Field({ description: "The product shown (SKU), as touchpoints carry it." })
  productCode!: string;

  @Field(() => [String], { description: `In their one spelling, each once; 1 to ${MAX_KEYWORDS}.` })
  keywords!: readonly string[];

  @Field(() => DateTimeScalar, { description: "The first instant of it." })
  startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  endsAt!: Date;

  @Field(() => StateEnum, { description: "Whether it stands." })
  state!: TakeoverState;

  @Field(() => Int, { description: "Counts up with every change; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was booked." })
  createdAt!: Date;
}

export const toKeywordTakeover = (row: Row): KeywordTakeover =>
  Object.assign(new KeywordTakeover(), { ...row, row, id: toNodeId("KeywordTakeover", row.id) });

export const KeywordTakeoverConnection = connectionType(KeywordTakeover, "KeywordTakeover", "READ_CAMPAIGNS");

@InputType({ description: "A search slot to book." })
export class BookKeywordTakeoverInput {
  @Field(() => ID, { description: "The brand that is shown." })
  brandId!: string;

  @Field({ description: "Code of a platform known to the organisation, e.g. JD." })
  platform!: string;

  @Field({ description: "The slot as touchpoints carry it, 1 to 200 characters." })
  slotCode!: string;

  @Field({ description: "The product to show (SKU) as touchpoints carry it, 1 to 200 characters." })
  productCode!: string;

  @Field(() => [String], {
    description: `1 to ${MAX_KEYWORDS}; they are kept in their one spelling, in which two may be the same.`,
  })
  keywords!: string[];

  @Field(() => DateTimeScalar, { description: "The first instant: a whole hour of the brand's zone." })
  startsAt!: Date;

  @Field(() => DateTimeScalar, {
    description: `The first instant after it: a whole hour, at most ${MAX_TAKEOVER_DAYS} days later.`,
  })
  endsAt!: Date;
}

const KeywordTakeoverUserError = userErrorType("KeywordTakeover", {
  SLOT_TAKEN: "Another booking of the organisation has the slot for the keyword in these hours.",
  WRONG_STATE: "The booking was cancelled.",
});

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of bookKeywordTakeover." })
export class BookKeywordTakeoverPayload {
  @Field(() => KeywordTakeover, { nullable: true, description: "The booking; null when refused." })
  keywordTakeover?: KeywordTakeover | null;

  @Field(() => [KeywordTakeoverUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of cancelKeywordTakeover." })
export class CancelKeywordTakeoverPayload {
  @Field(() => KeywordTakeover, { nullable: true, description: "The booking as it is now; null when refused." })
  keywordTakeover?: KeywordTakeover | null;

  @Field(() => [KeywordTakeoverUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
