import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { registrationPayload } from "../../graphql/registration";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import { type Creator as CreatorRow, type CreatorTier, registrationRejections } from "./creator";

const CreatorTierEnum = { KOL: "KOL", KOC: "KOC" };
registerEnumType(CreatorTierEnum, {
  name: "CreatorTier",
  description: "What kind of creator; clients must handle unknown values.",
  valuesConfig: {
    KOL: { description: "Key opinion leader (关键意见领袖)." },
    KOC: { description: "Key opinion consumer (关键意见消费者)." },
  },
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

const RegistrationPayload = registrationPayload(
  "RegisteredRow",
  { name: "RegistrationRejectionReason", reasons: registrationRejections },
  CreatorUserError,
  "EDIT_CAMPAIGNS",
);

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of registerCreators." })
export class RegisterCreatorsPayload extends RegistrationPayload {}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of registerCreatorPosts." })
export class RegisterCreatorPostsPayload extends RegistrationPayload {}
