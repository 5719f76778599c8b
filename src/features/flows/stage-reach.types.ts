import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { Stage } from "../assets";
import { StageEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import { type FlowStart, flowStarts, flows } from "./flow";
import type { FlowFigure } from "./flow-figure";
import type { FlowWindow } from "./flow-windows";
import type { NewInterest as NewInterestCounts } from "./stage-reach";
import type { StageReach as StageReachFigures } from "./stage-reach.service";

export const FlowStartEnum = Object.fromEntries(flowStarts.map((start) => [start, start]));
registerEnumType(FlowStartEnum, {
  name: "FlowStart",
  description: "Where the people of a flow stood at the first instant of the window.",
  valuesConfig: {
    LAPSED: { description: "In no stage, but met in the rules' look-back (流失)." },
    AWARE: { description: "A1." },
    APPEAL: { description: "A2." },
    AWARE_OR_APPEAL: { description: "A1 or A2, the interested (A12兴趣人群)." },
    ACT: { description: "A3." },
    ANY_STAGE: { description: "Any of the four stages." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "An interval of a figure, 95 %." })
export class FlowInterval {
  @Field(() => Float, { description: "Its lower end." })
  low!: number;

  @Field(() => Float, { description: "Its upper end." })
  high!: number;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "How many of those who stood somewhere at the window's first instant went on (流转效率): the deepest stage at any instant of the window counts, so who rose and fell back again has risen.",
})
export class StageFlow {
  @Field(() => FlowStartEnum, { description: "Where its people stood at the first instant." })
  from!: FlowStart;

  @Field(() => StageEnum, {
    nullable: true,
    description: "What they attained: this stage or a deeper one. Null: they stood in no stage at the end (流失).",
  })
  to!: Stage | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People at the start, the denominator; null when withheld.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them those who went, the numerator; null when withheld.",
  })
  reached!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "reached / people, 0 to 1; null when one is withheld, or nobody was at the start.",
  })
  value!: number | null;

  @Field(() => FlowInterval, { nullable: true, description: "Wilson score interval of value; null with it." })
  interval!: FlowInterval | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "value over the days of the window (日均), which makes windows of different length alike; null with it.",
  })
  perDay!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "New interested people (新增A1A2兴趣人群): in no stage at the window's first instant, and AWARE or APPEAL the deepest stage since. Exact: distinct people of bitmaps, no sketch and no sample.",
})
export class NewInterest {
  @Field(() => BigIntScalar, { nullable: true, description: "How many; null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Of them, those who came to AWARE; null when withheld." })
  aware!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Of them, those who came to APPEAL; null when withheld." })
  appeal!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those who were met before and had lapsed; null when withheld.",
  })
  lapsedBefore!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those who were not met in the rules' look-back; null when withheld.",
  })
  notMetBefore!: bigint | null;
}

/** What every answer about flows says of itself. */
@ObjectType()
export abstract class FlowWindowAnswer extends WindowAnswer {
  @Field(() => Float, {
    description:
      "Days of 24 hours that were counted: until asOf where the window has not ended, so far fewer may have gone.",
  })
  days!: number;

  @Field(() => RuleSet, { description: "The rules that labelled people." })
  ruleSet!: RuleSet;
}

export const toFlowWindowAnswer = (window: FlowWindow): FlowWindowAnswer => ({
  ...toWindowAnswer(window),
  days: window.days,
  ruleSet: toRuleSet(window.ruleSet),
});

@Access("READ_ASSETS")
@ObjectType({
  description:
    "How far a brand's people got in a window, from touchpoints as they are known now: labels at the first instant, and the deepest stage at any instant until the end. Two snapshots crossed are a StageTransition, which is another figure.",
})
export class StageReach extends FlowWindowAnswer {
  @Field(() => [StageFlow], { description: `All ${flows.length} flows, from the shallowest start on, loss last.` })
  flows!: readonly StageFlow[];

  @Field(() => NewInterest, { description: "Who became interested in the window." })
  newInterest!: NewInterestCounts;
}

export const toStageFlow = (figure: FlowFigure): StageFlow => Object.assign(new StageFlow(), figure);

export const toStageReach = ({ window, flows: figures, newInterest }: StageReachFigures): StageReach =>
  Object.assign(new StageReach(), {
    ...toFlowWindowAnswer(window),
    flows: figures.map(toStageFlow),
    newInterest: Object.assign(new NewInterest(), newInterest),
  });
