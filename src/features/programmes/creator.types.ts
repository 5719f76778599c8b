import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import {
  type Creator as CreatorRow,
  type CreatorTier,
  MAX_REGISTERED_ROWS,
  type RegisteredRow,
  registrationRejections,
} from "./creator";

const CreatorTierEnum = { KOL: "KOL", KOC: "KOC" };
registerEnumType(CreatorTierEnum, {
  name: "CreatorTier",
  description: "What kind of creator; clients must handle unknown values.",
  valuesConfig: {
    KOL: { description: "Key opinion leader (关键意见领袖)." },
    KOC: { description: "Key opinion consumer (关键意见消费者)." },
  },
});

const RegistrationOutcome = {
  REGISTERED: "REGISTERED",
  CHANGED: "CHANGED",
  UNCHANGED: "UNCHANGED",
  REJECTED: "REJECTED",
};
registerEnumType(RegistrationOutcome, {
  name: "RegistrationOutcome",
  description: "What became of one row.",
  valuesConfig: {
    REGISTERED: { description: "New." },
    CHANGED: { description: "Known by its code with other details, which it has no more." },
    UNCHANGED: { description: "Known with the same details; nothing changed." },
    REJECTED: { description: "Not taken; see reason." },
  },
});

const RegistrationRejectionReason = Object.fromEntries(Object.keys(registrationRejections).map((code) => [code, code]));
registerEnumType(RegistrationRejectionReason, {
  name: "RegistrationRejectionReason",
  description: "Why a row was rejected; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    Object.entries(registrationRejections).map(([code, description]) => [code, { description }]),
  ),
});

@Access("READ_CAMPAIGNS")
@ObjectType({ implements: Node, description: "Who publishes for brands on a medium (达人)." })
export class Creator extends Node {
  @Field({ description: "Unique in the organisation; touchpoints carry it as `creatorCode`." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => CreatorTierEnum, { description: "KOL or KOC." })
  tier!: CreatorTier;

  @Field({ description: "Code of the platform on which the creator publishes." })
  platform!: string;
}

export const toCreator = (row: CreatorRow): Creator =>
  Object.assign(new Creator(), { ...row, id: toNodeId("Creator", row.id) });

@InputType({ description: "A creator." })
class CreatorInput {
  @Field({ description: "As touchpoints carry it, 1 to 200 characters; unique in the organisation." })
  code!: string;

  @Field({ description: "Name for people, 1 to 200 characters." })
  name!: string;

  @Field(() => CreatorTierEnum, { description: "KOL or KOC." })
  tier!: CreatorTier;

  @Field({ description: "Code of a platform known to the organisation, e.g. XIAOHONGSHU." })
  platform!: string;
}

@InputType({ description: "Creators to register." })
export class RegisterCreatorsInput {
  @Field(() => [CreatorInput], { description: `1 to ${MAX_REGISTERED_ROWS} rows, judged in their order.` })
  creators!: CreatorInput[];
}

@InputType({ description: "A post, video or article of a creator for a brand." })
class CreatorPostInput {
  @Field({ description: "As touchpoints carry it (`contentCode`), 1 to 200 characters; one post of the brand." })
  contentCode!: string;

  @Field({ description: "Code of a registered creator." })
  creatorCode!: string;

  @Field({ description: "Title for people, 1 to 200 characters." })
  title!: string;

  @Field(() => DateTimeScalar, { description: "When it was published." })
  publishedAt!: Date;

  @Field(() => MoneyInput, { description: "What it cost, in the brand's currency, at least 0." })
  cost!: MoneyInput;

  @Field(() => String, { nullable: true, description: "Code of the brand's media programme it belongs to, if any." })
  programmeCode?: string | null;
}

@InputType({ description: "Posts to register for one brand." })
export class RegisterCreatorPostsInput {
  @Field(() => ID, { description: "The brand that paid for them." })
  brandId!: string;

  @Field(() => [CreatorPostInput], { description: `1 to ${MAX_REGISTERED_ROWS} rows, judged in their order.` })
  posts!: CreatorPostInput[];
}

const CreatorUserError = userErrorType("Creator", {});

@Access("EDIT_CAMPAIGNS")
@ObjectType("RegisteredRow", { description: "What became of one row of a call." })
class RegisteredRowType {
  @Field(() => Int, { description: "Place of the row in the call, from 0." })
  index!: number;

  @Field(() => RegistrationOutcome, { description: "What became of it." })
  outcome!: string;

  @Field(() => RegistrationRejectionReason, {
    nullable: true,
    description: "Why it was rejected; null unless REJECTED.",
  })
  reason!: string | null;

  @Field(() => [String], { description: 'Path inside the row, e.g. ["cost", "amount"]; empty unless REJECTED.' })
  field!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "What must hold and what came; for people; null unless REJECTED.",
  })
  message!: string | null;
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of a registration." })
abstract class RegistrationPayload {
  @Field(() => Int, { nullable: true, description: "New rows; null when the whole call was refused." })
  registered?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Rows with other details than before; null when the whole call was refused.",
  })
  changed?: number | null;

  @Field(() => Int, { nullable: true, description: "Rows that changed nothing; null when the whole call was refused." })
  unchanged?: number | null;

  @Field(() => Int, { nullable: true, description: "Rows not taken; null when the whole call was refused." })
  rejected?: number | null;

  @Field(() => [RegisteredRowType], {
    description: `One for each row of the call, at most ${MAX_REGISTERED_ROWS}, in order; empty when the whole call was refused.`,
  })
  rows!: readonly RegisteredRowType[];

  @Field(() => [CreatorUserError], {
    description: "Why the whole call was refused; empty when its rows were answered.",
  })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of registerCreators." })
export class RegisterCreatorsPayload extends RegistrationPayload {}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of registerCreatorPosts." })
export class RegisterCreatorPostsPayload extends RegistrationPayload {}

export function toRegistration(rows: readonly RegisteredRow[]): Omit<RegisterCreatorsPayload, "userErrors"> {
  const count = (outcome: RegisteredRow["outcome"]): number => rows.filter((row) => row.outcome === outcome).length;
  return {
    registered: count("REGISTERED"),
    changed: count("CHANGED"),
    unchanged: count("UNCHANGED"),
    rejected: count("REJECTED"),
    rows: rows.map(({ index, outcome, rejection }) => ({
      index,
      outcome,
      reason: rejection?.reason ?? null,
      field: rejection?.field ?? [],
      message: rejection?.message ?? null,
    })),
  };
}
