import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { keyOf } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { UserProblems } from "../../platform/user-error";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import { type GrowthMetric, MIN_PEERS, SMALL_BASE } from "./member-growth";
import type { GrowthWindow } from "./member-growth.service";

export const GrowthMetricEnum = { NEW_MEMBERS: "NEW_MEMBERS", MEMBERS: "MEMBERS" };
registerEnumType(GrowthMetricEnum, {
  name: "MemberGrowthMetric",
  description: "What of a brand's membership is compared.",
  valuesConfig: {
    NEW_MEMBERS: {
      description: "People who were no members at the window's first instant and became members in it (新增会员).",
    },
    MEMBERS: { description: "Members at the window's end (会员总数)." },
  },
});

const ChangeReasonEnum = { BASE_NOT_POSITIVE: "BASE_NOT_POSITIVE", SUPPRESSED: "SUPPRESSED" };
registerEnumType(ChangeReasonEnum, {
  name: "MemberChangeReason",
  description: "Why a change cannot be told; clients must handle unknown values.",
  valuesConfig: {
    BASE_NOT_POSITIVE: { description: "The base is 0." },
    SUPPRESSED: { description: "A count is withheld, as its group is small." },
  },
});

const RankReasonEnum = { NO_CATEGORY: "NO_CATEGORY", TOO_FEW_PEERS: "TOO_FEW_PEERS", SUPPRESSED: "SUPPRESSED" };
registerEnumType(RankReasonEnum, {
  name: "MemberRankReason",
  description: "Why a rank cannot be told; clients must handle unknown values.",
  valuesConfig: {
    NO_CATEGORY: { description: "The brand has no category, or is not in the one that was asked for." },
    TOO_FEW_PEERS: { description: `The category has fewer than ${MIN_PEERS} other brands.` },
    SUPPRESSED: { description: "The brand's own count is withheld." },
  },
});

@InputType({ description: "A campaign's window, or one by its instants: exactly one of the two." })
export class MemberWindowInput {
  @Field(() => ID, {
    nullable: true,
    description: "A campaign of the brand, e.g. of the earlier promotion (环比超品).",
  })
  campaignId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: `First instant of the window. ${WHOLE_HOURS}` })
  from?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: `The first instant after it, at most 366 days later. ${WHOLE_HOURS}`,
  })
  to?: Date | null;
}

export function readWindow({ campaignId, from, to }: MemberWindowInput, name: string): GrowthWindow {
  if (campaignId != null && from == null && to == null)
    return { campaignId: keyOf("Campaign", campaignId, [name, "campaignId"]) };
  if (campaignId == null && from != null && to != null) return { from, to };
  throw UserProblems.one(
    "INVALID_INPUT",
    [name],
    `${name} must have either campaignId, or from and to, but got ${
      Object.entries({ campaignId, from, to })
        .flatMap(([field, value]) => (value == null ? [] : [field]))
        .join(" and ") || "none of them"
    }.`,
  );
}

@Access("READ_ASSETS")
@ObjectType({ description: "One side of a comparison." })
class MemberGrowthSide {
  @Field(() => DateTimeScalar, { description: "The first instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it; what is still to come is not in it." })
  to!: Date;

  @Field(() => BigIntScalar, { nullable: true, description: "People by the metric; null when withheld." })
  count!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of new members those who had been members before; null when withheld, and of MEMBERS.",
  })
  returned!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A brand's membership in two windows (会员增长对比)." })
export class MemberGrowth {
  @Field(() => GrowthMetricEnum, { description: "What is compared." })
  metric!: GrowthMetric;

  @Field(() => MemberGrowthSide, { description: "What is compared with." })
  base!: MemberGrowthSide;

  @Field(() => MemberGrowthSide, { description: "What is compared." })
  current!: MemberGrowthSide;

  @Field({ description: "True when windows of different length are compared by what a day of them brought." })
  isPerDay!: boolean;

  @Field(() => Float, {
    nullable: true,
    description: "current / base - 1: 74 for +7400 %; null with changeReason.",
  })
  change!: number | null;

  @Field(() => Float, { nullable: true, description: "current / base: 75 for 75 times; null with changeReason." })
  multiple!: number | null;

  @Field(() => ChangeReasonEnum, { nullable: true, description: "Why change is null; null when it is not." })
  changeReason!: string | null;

  @Field({
    description: `True when the base has fewer than ${SMALL_BASE} people, or is withheld: the change then says little.`,
  })
  isSmallBase!: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      "Dense rank by the current window's count among the brands of the category, itself included, by sources of the cloud alone; 1 is the most; null with rankReason.",
  })
  rank!: number | null;

  @Field(() => Int, { nullable: true, description: "How many brands were ranked; null with rankReason." })
  of!: number | null;

  @Field(() => RankReasonEnum, { nullable: true, description: "Why rank is null; null when it is not." })
  rankReason!: string | null;

  @Field(() => DateTimeScalar, { description: "When the touchpoints were read; later ones are not in it." })
  knownAt!: Date;

  @Field(() => Int, { description: "Groups of fewer people are withheld; 1: none are." })
  threshold!: number;
}
