import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import type { Stage } from "../assets";
import { StageEnum } from "../assets/label.types";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import { type ChangeVerdict, changeVerdicts, type FlowTest, flowTests, SIGNIFICANCE } from "./compare-flows";
import type { FlowStart } from "./flow";
import type { FlowComparison as Comparison } from "./flow-comparison.service";
import { FlowInterval, FlowStartEnum, StageFlow, StageReach, toStageFlow, toStageReach } from "./stage-reach.types";

export const ChangeVerdictEnum = Object.fromEntries(changeVerdicts.map((verdict) => [verdict, verdict]));
registerEnumType(ChangeVerdictEnum, {
  name: "ChangeVerdict",
  description: "Whether a flow changed by more than chance would make it; clients must handle unknown values.",
  valuesConfig: {
    HIGHER: { description: `It rose: p is below ${SIGNIFICANCE}.` },
    LOWER: { description: `It fell: p is below ${SIGNIFICANCE}.` },
    NOT_SEPARABLE: { description: `It may have stayed as it was: p is at least ${SIGNIFICANCE}.` },
    UNDEFINED: {
      description:
        "It cannot be tested: nobody was at the start of one window, or shares per day of different lengths are compared and nobody went in one.",
    },
    SUPPRESSED: { description: "A count is withheld." },
  },
});

const FlowTestEnum = Object.fromEntries(flowTests.map((test) => [test, test]));
registerEnumType(FlowTestEnum, {
  name: "FlowTestMethod",
  description: "How a change was tested, two-sided.",
  valuesConfig: {
    TWO_PROPORTIONS: { description: "z-test of two proportions with pooled variance, without continuity correction." },
    LOG_RATIO: {
      description: "The logarithm of the ratio over its standard error, for shares per day of different lengths.",
    },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "By how much a flow's efficiency changed (环比)." })
class FlowGrowth {
  @Field(() => Float, { description: "now / base - 1; 1.26 is 126 % more." })
  value!: number;

  @Field(() => FlowInterval, {
    nullable: true,
    description:
      "By the normal approximation of the ratio's logarithm (Katz et al. 1978); null where nobody went in one window.",
  })
  interval!: FlowInterval | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "The test of no change. It takes the people of the two windows for independent samples." })
class FlowSignificance {
  @Field(() => FlowTestEnum, { description: "Which test." })
  method!: FlowTest;

  @Field(() => Float, { description: "Positive when the flow rose." })
  z!: number;

  @Field(() => Float, { description: "z squared, with one degree of freedom." })
  chiSquare!: number;

  @Field(() => Float, { description: "Two-sided, 0 to 1." })
  pValue!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "One flow in the windows of two campaigns." })
class FlowChange {
  @Field(() => FlowStartEnum, { description: "Where its people stood at the first instant of each window." })
  from!: FlowStart;

  @Field(() => StageEnum, { nullable: true, description: "As of StageFlow.to." })
  to!: Stage | null;

  @Field(() => StageFlow, { description: "In this campaign's window." })
  now!: StageFlow;

  @Field(() => StageFlow, { description: "In the base's window." })
  base!: StageFlow;

  @Field(() => FlowGrowth, {
    nullable: true,
    description:
      "Null when a count is withheld, nobody was at the start of one window, or nobody went in the base's: a change from nothing has no ratio.",
  })
  change!: FlowGrowth | null;

  @Field(() => FlowSignificance, { nullable: true, description: "Null where the verdict is UNDEFINED or SUPPRESSED." })
  test!: FlowSignificance | null;

  @Field(() => ChangeVerdictEnum, { description: "What the test says." })
  verdict!: ChangeVerdict;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Flows of all people of the brand in a campaign's window against those in another's (环比超品). Both windows reach to whole hours.",
})
export class CampaignFlowComparison {
  @Field(() => Campaign, { description: "The campaign that it is compared with." })
  base!: Campaign;

  @Field({
    description:
      "True: shares per day were compared, which makes windows of different length alike. False: shares of the whole windows.",
  })
  isPerDay!: boolean;

  @Field(() => StageReach, { description: "This campaign's window." })
  now!: StageReach;

  @Field(() => StageReach, { description: "The base's window." })
  before!: StageReach;

  @Field(() => [FlowChange], { description: "Every flow, in the order of StageReach.flows." })
  flows!: readonly FlowChange[];
}

export function toFlowComparison({ base, now, before, flows }: Comparison, perDay: boolean, at: Date) {
  return Object.assign(new CampaignFlowComparison(), {
    base: toCampaign(base, at),
    isPerDay: perDay,
    now: toStageReach(now),
    before: toStageReach(before),
    flows: flows.map((flow) =>
      Object.assign(new FlowChange(), { ...flow, now: toStageFlow(flow.now), base: toStageFlow(flow.base) }),
    ),
  });
}
