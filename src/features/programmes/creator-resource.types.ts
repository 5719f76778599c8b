import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType, OrderDirection } from "../../graphql/connection";
import { Money } from "../../graphql/money";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { Creator, toCreator } from "./creator.types";
import type { CreatorOrder, RankedCreator } from "./creator-resource";
import type { CreatorAnswer } from "./creator-resource.service";

const CreatorResourceOrderField = {
  COST_PER_NEW_AWARE: "COST_PER_NEW_AWARE",
  COST_PER_NEW_APPEAL: "COST_PER_NEW_APPEAL",
  SEED_RATE: "SEED_RATE",
  NEW_AWARE: "NEW_AWARE",
  NEW_APPEAL: "NEW_APPEAL",
  REACH: "REACH",
};
registerEnumType(CreatorResourceOrderField, {
  name: "CreatorResourceOrderField",
  description: "What creators are ranked by; clients must handle unknown values.",
  valuesConfig: {
    COST_PER_NEW_AWARE: { description: "Cost per new A1 person." },
    COST_PER_NEW_APPEAL: { description: "Cost per new A2 person." },
    SEED_RATE: { description: "New A2 people per person reached." },
    NEW_AWARE: { description: "New A1 people." },
    NEW_APPEAL: { description: "New A2 people." },
    REACH: { description: "People reached." },
  },
});

@InputType({ description: "How creators are ranked." })
export class CreatorResourceOrder {
  @Field(() => CreatorResourceOrderField, { description: "By what." })
  field!: CreatorOrder["field"];

  @Field(() => OrderDirection, { description: "Which end has rank 1: ASC the cheapest, DESC the most." })
  direction!: OrderDirection;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "What a creator did for a brand in a window (达人资源). Reached: had a served touchpoint with the creator's code, or of a post of the creator, about the brand or about none. People whom several creators reached count for each of them.",
})
export class CreatorResource {
  @Field(() => Creator, { description: "Who." })
  creator!: Creator;

  @Field(() => Int, {
    nullable: true,
    description: "Place in the order, from 1; equal values share a rank; null without a value.",
  })
  rank!: number | null;

  @Field(() => Int, { description: "Posts for the brand that were published in the window." })
  posts!: number;

  @Field(() => Money, {
    nullable: true,
    description: "What these posts cost; null when none was published in the window.",
  })
  cost!: Money | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Exposures (曝光): IMPRESSION touchpoints in the window, of older posts too; null when withheld.",
  })
  exposures!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "CONTENT_VIEW and LIVE_VIEW touchpoints in the window; null when withheld.",
  })
  views!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People reached, each once; null when withheld." })
  reach!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "New A1 people: of those reached, who stood at no stage at the window's first instant, or were not met, and attained at least AWARE in it; null when withheld.",
  })
  newAware!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "New A2 people: of those reached, who stood below APPEAL at the window's first instant, or were not met, and attained at least APPEAL in it; null when withheld.",
  })
  newAppeal!: bigint | null;

  @Field(() => Money, {
    nullable: true,
    description: "cost / newAware, rounded half up to the minor unit; null without either, and where withheld.",
  })
  costPerNewAware!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "cost / newAppeal, rounded half up to the minor unit; null without either, and where withheld.",
  })
  costPerNewAppeal!: Money | null;

  @Field(() => Float, {
    nullable: true,
    description: "Seed rate (种草率): newAppeal / reach, 0 to 1; null when nobody was reached, and where withheld.",
  })
  seedRate!: number | null;

  @Field({ description: "True when a count is withheld, or follows from one, because its group is small." })
  isSuppressed!: boolean;

  @Field(() => DateTimeScalar, { description: "When the touchpoints were read." })
  asOf!: Date;
}

export const CreatorResourceConnection = connectionType(CreatorResource, "CreatorResource", "READ_ASSETS");

export function toCreatorResource(row: RankedCreator, { asOf }: CreatorAnswer, currencyCode: string): CreatorResource {
  const { creator, impressions, costMinor, costPerNewAwareMinor, costPerNewAppealMinor, ...figures } = row;
  const money = (minor: bigint | null): Money | null => (minor === null ? null : toMajor({ minor, currencyCode }));
  return Object.assign(new CreatorResource(), {
    ...figures,
    creator: toCreator(creator),
    exposures: impressions,
    cost: money(costMinor),
    costPerNewAware: money(costPerNewAwareMinor),
    costPerNewAppeal: money(costPerNewAppealMinor),
    asOf,
  });
}
