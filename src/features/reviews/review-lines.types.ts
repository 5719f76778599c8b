import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateScalar, DateTimeScalar } from "../../graphql/scalars";
import { CrowdGroupEnum, StageEnum } from "../assets/label.types";
import { CampaignFigureStateEnum, CampaignMetricEnum, MetricUnitEnum } from "../campaign-targets/campaign-metric.types";
import { CampaignStep } from "../campaigns/placement.types";
import { GapStateEnum } from "../diagnosis/diagnosis-enums.types";
import { ChangeVerdictEnum } from "../flows/flow-comparison.types";
import { FlowStartEnum } from "../flows/stage-reach.types";
import { type MissingReason, type ReviewPart, reviewParts } from "./review";

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "One metric of a review." })
export class ReviewFigure {
  @Field(() => CampaignMetricEnum, { description: "Which figure." })
  metric!: string;

  @Field(() => MetricUnitEnum, { description: "What its numbers are." })
  unit!: string;

  @Field(() => Float, { nullable: true, description: "What it came to; null unless KNOWN." })
  value!: number | null;

  @Field(() => CampaignFigureStateEnum, { description: "Whether it is told; if not, why." })
  state!: string;

  @Field(() => Float, {
    nullable: true,
    description: "Mean of the category's other brands; null where none is made of it, or there are fewer than 5.",
  })
  benchmark!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "value / that of the campaign of the same promotion last year - 1 (同比); null without either, from 0, and for ranks.",
  })
  yearOnYear!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "value / that of the comparison base - 1 (环比超品); null likewise.",
  })
  againstBase!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description: "One line of the scorecard: what was reached beside what was wanted and what others reach.",
})
export class ReviewScore extends ReviewFigure {
  @Field(() => Float, { nullable: true, description: "The campaign's target for it; null: none was set." })
  target!: number | null;

  @Field(() => CampaignFigureStateEnum, { nullable: true, description: "Why there is no value; null: there is one." })
  suppressedReason!: string | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A target as it stood when the review was published." })
export class ReviewTarget extends ReviewFigure {
  @Field(() => CampaignStep, { nullable: true, description: "The step that it is for; null: the whole campaign." })
  step!: string | null;

  @Field(() => Float, { description: "What it was to come to." })
  target!: number;

  @Field(() => Float, { nullable: true, description: "What it came to; null where `state` says why." })
  actual!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "actual / target, or target / actual where less is better: 1 and above is attained. Null without a figure.",
  })
  attainment!: number | null;

  @Field({ description: "Who answers for it." })
  owner!: string;

  @Field(() => DateScalar, { description: "Until which day of the brand's zone." })
  dueOn!: string;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "What became of a stage's gap to the industry mean while the campaign ran (缺口是否补上)." })
export class ReviewGap {
  @Field(() => StageEnum, { description: "The stage." })
  stage!: string;

  @Field(() => Float, { nullable: true, description: "Industry mean less own at the start; null if UNKNOWN." })
  before!: number | null;

  @Field(() => Float, { nullable: true, description: "The same at the end; null if UNKNOWN." })
  after!: number | null;

  @Field(() => GapStateEnum, { description: "What became of it." })
  status!: string;

  @Field(() => Float, { nullable: true, description: "1 - after / before: 1 is closed; null where there was no gap." })
  closed!: number | null;

  @Field(() => Float, { nullable: true, description: "By how many people the brand grew; null if UNKNOWN." })
  ownGrowth!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "By how many the industry mean grew: after - before is this less ownGrowth. Null if UNKNOWN.",
  })
  benchmarkMoved!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "People at the campaign's start and end; null where withheld." })
export class ReviewAssetChange {
  @Field(() => BigIntScalar, { nullable: true, description: "At its start." })
  before!: number | null;

  @Field(() => BigIntScalar, { nullable: true, description: "At its end." })
  after!: number | null;

  @Field(() => BigIntScalar, { nullable: true, description: "after - before." })
  delta!: number | null;

  @Field(() => Float, { nullable: true, description: "delta / before: 1.98 is 198 % more; null also from 0." })
  growth!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "People of one stage at the campaign's start and end." })
export class ReviewStageChange extends ReviewAssetChange {
  @Field(() => StageEnum, { description: "The stage." })
  stage!: string;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description: "People in the four stages (人群资产总结), by the rules in force, and their growth among peers.",
})
export class ReviewAssets extends ReviewAssetChange {
  @Field(() => Float, {
    nullable: true,
    description:
      "Own growth in people / mean growth of the peers in people, by the category's rules: 2.7 is 2.7 times. Null where the peers did not grow, are fewer than 5, or were not compared at both ends.",
  })
  growthAgainstIndustry!: number | null;

  @Field(() => Float, { nullable: true, description: "growthAgainstIndustry less 1; null likewise." })
  excess!: number | null;

  @Field(() => Int, { nullable: true, description: "Place of the growth rate among peers and own, 1 is the best." })
  rank!: number | null;

  @Field(() => Int, { nullable: true, description: "Among how many; null as rank." })
  of!: number | null;

  @Field({ description: "More than twice as many people at the end as at the start; false where it cannot be told." })
  isMoreThanDoubled!: boolean;

  @Field(() => [ReviewStageChange], { description: "The four stages in the order of the path." })
  stages!: readonly ReviewStageChange[];
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "What a stage gained in an interval." })
export class ReviewContribution {
  @Field(() => StageEnum, { description: "The stage." })
  stage!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People at the interval's end less people at its start; over all intervals they sum to the campaign's. Null where withheld.",
  })
  people!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "The time between two boundaries of steps." })
export class ReviewStep {
  @Field(() => DateTimeScalar, { description: "Its first instant, on a whole hour." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => [CampaignStep], {
    description: "Every step that runs in it: what several bring together is never split among them. Empty: none runs.",
  })
  steps!: readonly string[];

  @Field(() => [ReviewContribution], { description: "The four stages in the order of the path." })
  contribution!: readonly ReviewContribution[];
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A figure with its 95 % interval." })
export class ReviewEstimate {
  @Field(() => Float, { description: "The figure." })
  value!: number;

  @Field(() => Float, { nullable: true, description: "Lower end; null where there is no interval." })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper end; null likewise." })
  high!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A flow of the brand's people in the campaign's window, against the comparison base's." })
export class ReviewFlow {
  @Field(() => FlowStartEnum, { description: "Where its people stood at the first instant." })
  from!: string;

  @Field(() => StageEnum, {
    nullable: true,
    description: "What they attained at least; null: they were in no stage at the end.",
  })
  to!: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People at its start; null: withheld." })
  people!: number | null;

  @Field(() => ReviewEstimate, {
    nullable: true,
    description:
      "Of them, the share that went there, with a Wilson interval; null: withheld, or nobody was at the start.",
  })
  now!: ReviewEstimate | null;

  @Field(() => ReviewEstimate, { nullable: true, description: "The same of the base; null likewise or without one." })
  base!: ReviewEstimate | null;

  @Field(() => Float, {
    nullable: true,
    description: "now / base - 1, per day where the review compares per day; null without either, or from 0.",
  })
  change!: number | null;

  @Field(() => ReviewEstimate, {
    nullable: true,
    description: "change with the interval of the ratio's logarithm; null without a change or an interval.",
  })
  changeEstimate!: ReviewEstimate | null;

  @Field(() => ChangeVerdictEnum, {
    nullable: true,
    description: "Whether that is more than chance would make it; null without a base.",
  })
  significant!: string | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description: "One of the four groups of the nine-grid (靶群) at the end of this campaign and of the base.",
})
export class ReviewGroup {
  @Field(() => CrowdGroupEnum, { description: "The group." })
  group!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "People at the end of the base; null: not known." })
  base!: number | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People at the end of this campaign; null: not known." })
  now!: number | null;

  @Field(() => Float, { nullable: true, description: "now / base - 1; null without either, or from 0." })
  growth!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "Joint advertising (站内外联投) against the brand's own buying (自投) in the same window." })
export class ReviewJoint {
  @Field({ description: "What is compared, e.g. CVR or ROI." })
  metric!: string;

  @Field(() => Float, { nullable: true, description: "Of joint advertising; null: not known." })
  joint!: number | null;

  @Field(() => Float, { nullable: true, description: "Of self-bought advertising; null: not known." })
  self!: number | null;

  @Field(() => ReviewEstimate, { nullable: true, description: "joint / self - 1; null without either." })
  change!: ReviewEstimate | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People who met both; null: withheld." })
  overlapPeople!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "How often a person should be touched off site (最佳触达频次)." })
export class ReviewFrequency {
  @Field({ description: "What the frequency curve says, in the words of that curve, e.g. NOT_SEPARABLE." })
  verdict!: string;

  @Field(() => Int, { nullable: true, description: "Fewest touches of the advised range; null: none is advised." })
  from!: number | null;

  @Field(() => Int, { nullable: true, description: "Most touches of it; null likewise." })
  to!: number | null;
}

const PARTS: Readonly<Record<ReviewPart, string>> = {
  BASE: "What is compared with the comparison base.",
  LAST_YEAR: "What is compared with last year.",
  BENCHMARK: "Gaps, ranks and groups.",
  ATTRIBUTION: "Sales, return and what is made of them.",
  COST: "Cost, return and what is made of them.",
  JOINT: "joint.",
  FREQUENCY: "frequency.",
  CHASE_PACK: "chasePack.",
};
const PartEnum = Object.fromEntries(reviewParts.map((part) => [part, part]));
registerEnumType(PartEnum, {
  name: "ReviewPart",
  description: "A part of a review; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(reviewParts.map((part) => [part, { description: PARTS[part] }])),
});
const REASONS: Readonly<Record<MissingReason, string>> = {
  NOT_NAMED:
    "Nothing was named: a growth programme names the base; publishReview names last year's campaign, self-bought ones and the chase pack.",
  NOT_COMPUTED: "It was not computed when the review was published; publish again once it is.",
};
const ReasonEnum = Object.fromEntries(Object.keys(REASONS).map((reason) => [reason, reason]));
registerEnumType(ReasonEnum, {
  name: "ReviewMissingReason",
  description: "Why a part of a review is null; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(Object.entries(REASONS).map(([reason, description]) => [reason, { description }])),
});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A part that this review could not tell." })
export class ReviewMissingPart {
  @Field(() => PartEnum, { description: "Which." })
  part!: ReviewPart;

  @Field(() => ReasonEnum, { description: "Why." })
  reason!: MissingReason;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A metric that this version tells otherwise than the one before." })
export class ReviewChange {
  @Field(() => CampaignMetricEnum, { description: "Which figure." })
  metric!: string;

  @Field(() => Float, { nullable: true, description: "In the version before; null: not known then." })
  before!: number | null;

  @Field(() => Float, { nullable: true, description: "In this one; null: not known." })
  after!: number | null;
}
