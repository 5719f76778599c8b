import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { rfmAxes } from "../../engines/customer-value/rfm";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { AudienceSize } from "../audiences/estimate.types";
import { AudienceRuleTree } from "../diagnosis/audience-rule-tree.types";
import type { Action } from "../touchpoints";
import { ActionEnum } from "../touchpoints/action.types";
import {
  DAYS,
  OpportunityAnswer,
  OpportunityArgs,
  RatioWithInterval,
  toCount,
  toOpportunityAnswer,
  toRatio,
} from "./opportunity.types";
import { OpportunityPackInput } from "./opportunity-pack.types";
import type { ToldGroup } from "./own-potential";
import type { OwnPotential as Analysis } from "./own-potential.service";
import { ownPotentialRules } from "./own-potential-rules";
import { toRuleTree } from "./rule-tree.types";

const RfmAxisEnum = Object.fromEntries(rfmAxes.map((axis) => [axis, axis]));
registerEnumType(RfmAxisEnum, {
  name: "RfmAxis",
  description: "What a score is of.",
  valuesConfig: {
    RECENCY: { description: "Days since the last order (最近购买); score 5 bought last." },
    FREQUENCY: { description: "Net orders (购买频次)." },
    MONETARY: { description: "Mean value of an order (客单价) in the brand's currency." },
  },
});

const TGI =
  "100 x share of the buyers / share of all customers, with an interval by the delta method; null when withheld, and where nobody is.";

/** Buyers of the brand among the category's customers. */
@ObjectType()
abstract class BuyersOfGroup {
  @Field(() => BigIntScalar, { nullable: true, description: "The brand's buyers in it; null when withheld." })
  buyers!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "All customers of the category in it; null when withheld.",
  })
  customers!: bigint | null;

  @Field(() => Float, { nullable: true, description: "Of all the brand's buyers, 0 to 1; null when withheld." })
  share!: number | null;

  @Field(() => RatioWithInterval, { nullable: true, description: TGI })
  tgi!: RatioWithInterval | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Customers with one score." })
class RfmScoreLine extends BuyersOfGroup {
  @Field(() => Int, { description: "1 to 5, 5 the best; quintiles of all customers (quantile type 7)." })
  score!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Scores from min to max, both inclusive." })
class RfmScoreRange {
  @Field(() => Int, { description: "1 to 5." })
  min!: number;

  @Field(() => Int, { description: "1 to 5." })
  max!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "How the brand's buyers score on one axis." })
class RfmAxisProfile {
  @Field(() => RfmAxisEnum, { description: "Which axis." })
  axis!: string;

  @Field(() => [RfmScoreLine], { description: "All five scores, the lowest first." })
  scores!: readonly RfmScoreLine[];

  @Field(() => RfmScoreRange, {
    nullable: true,
    description: "The fewest neighbouring scores that hold half of the buyers; null where no buyer has a score.",
  })
  typical!: RfmScoreRange | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Customers whose contacts are mostly these (活跃触点): the largest share of theirs." })
class ActiveTouchpoint extends BuyersOfGroup {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => ActionEnum, { description: "What they do there." })
  action!: Action;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description: "Days between orders of buyers who ordered several times: quartiles of each one's mean gap.",
})
class OrderCycle {
  @Field(() => Float, { description: "A quarter of them order at least as often." })
  lowerQuartileDays!: number;

  @Field(() => Float, { description: "Half of them do." })
  medianDays!: number;

  @Field(() => Float, { description: "Three quarters of them do." })
  upperQuartileDays!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "High potential of the own brand (本品高潜客群): the recency, frequency, monetary value, order cycle and active touchpoints of its buyers among all customers of its primary category, and the customers who are like them but did not order of the brand lately.",
})
export class OwnPotential extends OpportunityAnswer {
  @Field(() => BigIntScalar, { description: "Customers with a net order of the brand in its primary category." })
  buyers!: bigint;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Customers with a net order of any brand in it; null when the others are too few.",
  })
  customers!: bigint | null;

  @Field(() => [RfmAxisProfile], { description: "All three axes." })
  axes!: readonly RfmAxisProfile[];

  @Field(() => OrderCycle, { nullable: true, description: "Null when too few buyers ordered several times." })
  cycle!: OrderCycle | null;

  @Field(() => [ActiveTouchpoint], { description: "A line for each that somebody is active on, most buyers first." })
  touchpoints!: readonly ActiveTouchpoint[];

  @Field(() => AudienceRuleTree, {
    description:
      "The proposed pack: typical scores, on one of the three touchpoints of most buyers, without an order of the brand in recentDays.",
  })
  packRules!: object;

  @Field(() => AudienceSize, { description: "How many the proposed pack would hold." })
  size!: AudienceSize;
}

const told = ({ buyers, customers, share, tgi }: ToldGroup) => ({
  ...{ buyers: toCount(buyers), customers: toCount(customers), share, tgi: toRatio(tgi) },
});

export function toOwnPotential({ scope, buyers, customers, axes, cycle, ...analysis }: Analysis): OwnPotential {
  const [lowerQuartileDays, medianDays, upperQuartileDays] = cycle?.quartiles ?? [];
  return Object.assign(new OwnPotential(), {
    ...toOpportunityAnswer(scope),
    ...{ buyers, customers },
    axes: axes.map(({ axis, scores, typical }) =>
      Object.assign(new RfmAxisProfile(), {
        axis,
        scores: scores.map((line) => Object.assign(new RfmScoreLine(), { score: line.score, ...told(line) })),
        typical: typical && Object.assign(new RfmScoreRange(), typical),
      }),
    ),
    cycle: cycle?.quartiles
      ? Object.assign(new OrderCycle(), { lowerQuartileDays, medianDays, upperQuartileDays })
      : null,
    touchpoints: analysis.touchpoints.map((line) =>
      Object.assign(new ActiveTouchpoint(), { platform: line.platform, action: line.action, ...told(line) }),
    ),
    packRules: toRuleTree(ownPotentialRules(analysis.profile)),
    size: Object.assign(new AudienceSize(), analysis.size),
  });
}

@ArgsType()
export class OwnPotentialArgs extends OpportunityArgs {
  @Field(() => Int, {
    defaultValue: 90,
    description: "Who ordered of the brand in so many last days is left out; at most days.",
  })
  recentDays!: number;
}

@InputType({ description: "Scores 1 to 5, both ends inclusive." })
class RfmRangeInput {
  @Field(() => Int, { nullable: true, description: "1 to 5; absent: 1." })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: "At least min, at most 5; absent: 5." })
  max?: number | null;
}

@InputType({ description: "Something that people do on a platform." })
class ActiveTouchpointInput {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => ActionEnum, { description: "What they do there." })
  action!: Action;
}

@InputType({
  description:
    "A pack of customers of the category who are like the brand's buyers: what ownPotential proposed, or other scores.",
})
export class CreateOwnPotentialPackInput extends OpportunityPackInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field(() => Int, { defaultValue: 365, description: DAYS })
  days!: number;

  @Field(() => Int, {
    defaultValue: 90,
    description: "Who ordered of the brand in so many last days is left out; at most days.",
  })
  recentDays!: number;

  @Field(() => RfmRangeInput, { nullable: true, description: "Absent: any." })
  recency?: RfmRangeInput | null;

  @Field(() => RfmRangeInput, { nullable: true, description: "Absent: any. At least one of the three is given." })
  frequency?: RfmRangeInput | null;

  @Field(() => RfmRangeInput, { nullable: true, description: "Absent: any." })
  monetary?: RfmRangeInput | null;

  @Field(() => [ActiveTouchpointInput], {
    defaultValue: [],
    description: "On one of these in the days, at most 20; empty: anywhere.",
  })
  touchpoints!: ActiveTouchpointInput[];
}
