import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import { type ArmFigures, type Change, type OverlapTreatment, overlapTreatments } from "./joint";
import { type JointVersusSelf as Comparison, MAX_LOOKBACK_DAYS, MAX_SELF_BOUGHT } from "./joint.service";
import type { EffectVerdict } from "./lift";
import { EffectInterval, EffectRate, EffectVerdictEnum } from "./rate.types";

const OverlapTreatmentEnum = Object.fromEntries(overlapTreatments.map((treatment) => [treatment, treatment]));
registerEnumType(OverlapTreatmentEnum, {
  name: "OverlapTreatment",
  description: "What is done with people whom both arms touched.",
  valuesConfig: {
    EXCLUDED: {
      description: "They are in neither arm; an arm's cost is taken by the share of its touches that others had.",
    },
    SPLIT: {
      description: "Each is of the arm whose touch came last before the first order, or last of all without one.",
    },
  },
});

@ArgsType()
export class JointVersusSelfArgs {
  @Field(() => [ID], { description: `The campaigns that the brand bought by itself, 1 to ${MAX_SELF_BOUGHT}.` })
  selfBoughtIds!: string[];

  @Field(() => OverlapTreatmentEnum, { defaultValue: "EXCLUDED", description: "People whom both arms touched." })
  overlap!: OverlapTreatment;

  @Field(() => Int, {
    defaultValue: 14,
    description: `Days of 24 hours before an order within which a touch gets its value, 1 to ${MAX_LOOKBACK_DAYS}.`,
  })
  lookbackDays!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "One arm of a comparison. Counts are null when withheld." })
class CampaignArm {
  @Field(() => BigIntScalar, { nullable: true, description: "People touched in the window who are compared." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those with a net order in the window after their first touch.",
  })
  converted!: bigint | null;

  @Field(() => EffectRate, {
    nullable: true,
    description: "Conversion rate (转化率): converted / people; null with either, and without people.",
  })
  rate!: EffectRate | null;

  @Field(() => Money, {
    nullable: true,
    description:
      "Value of their orders, net of refunds, whose last touch within the look-back was the arm's; null with converted.",
  })
  value!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "What the arm's placements cost in the window; null while media have reported no cost of one.",
  })
  cost!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "Of cost, the part by the share of the arm's touches that the people compared had; null with cost.",
  })
  comparedCost!: Money | null;

  @Field(() => Float, { nullable: true, description: "value / comparedCost; null with either, and without a cost." })
  roi!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "One rate over another, less 1: 0.22 is 22 % more." })
class RelativeChange {
  @Field(() => Float, { description: "The change." })
  value!: number;

  @Field(() => EffectInterval, {
    nullable: true,
    description:
      "By the normal approximation of the ratio's logarithm (Katz et al. 1978); null where nobody of one arm converted.",
  })
  interval!: EffectInterval | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "A campaign with the platform (联投) against the brand's own buying (自投) in the time that all of them ran. Who is in an arm was not drawn by lot: crowds may differ.",
})
export class JointVersusSelf extends WindowAnswer {
  @Field(() => [Campaign], { description: `The self-bought campaigns, at most ${MAX_SELF_BOUGHT}.` })
  selfBought!: readonly Campaign[];

  @Field(() => OverlapTreatmentEnum, { description: "What was done with people whom both arms touched." })
  overlap!: OverlapTreatment;

  @Field(() => BigIntScalar, { nullable: true, description: "How many both arms touched; null when withheld." })
  overlapPeople!: bigint | null;

  @Field(() => Int, { description: "Days before an order within which a touch gets its value (last touch)." })
  lookbackDays!: number;

  @Field(() => CampaignArm, { description: "This campaign." })
  joint!: CampaignArm;

  @Field(() => CampaignArm, { description: "The self-bought campaigns together." })
  self!: CampaignArm;

  @Field(() => RelativeChange, {
    nullable: true,
    description: "Rate of joint over that of self, less 1; null with either, and when nobody of self converted.",
  })
  conversionChange!: Change | null;

  @Field(() => EffectVerdictEnum, { description: "Whether conversionChange is more than chance." })
  verdict!: EffectVerdict;

  @Field(() => Float, {
    nullable: true,
    description: "roi of joint over that of self, less 1; null with either, and where that of self is 0.",
  })
  roiChange!: number | null;
}

export function toJointVersusSelf(comparison: Comparison, now: Date): JointVersusSelf {
  const { campaign, window, selfBought, joint, self, ...figures } = comparison;
  const arm = (of: ArmFigures): CampaignArm => {
    const money = (minor: bigint | null): Money | null =>
      minor === null ? null : toMajor({ minor, currencyCode: campaign.currencyCode });
    return Object.assign(new CampaignArm(), {
      ...of,
      value: money(of.value),
      cost: money(of.cost),
      comparedCost: money(of.comparedCost),
    });
  };
  return Object.assign(new JointVersusSelf(), {
    ...toWindowAnswer(window),
    ...figures,
    selfBought: selfBought.map((one) => toCampaign(one, now)),
    joint: arm(joint),
    self: arm(self),
  });
}
