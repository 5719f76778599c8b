import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { stages } from "../assets";
import { StageEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import { type CostedPeople, type LineType, lineTypes, type NoLineCostReason, noLineCostReasons } from "./line-type";
import type { LineTypeReport as Report } from "./line-type.service";
import { EffectRate } from "./rate.types";

const LineTypeEnum = Object.fromEntries(lineTypes.map((line) => [line, line]));
registerEnumType(LineTypeEnum, {
  name: "LineType",
  description:
    "A kind of advertising that makes a brand known: the objective of placements. Clients must handle unknown values.",
  valuesConfig: {
    BRAND_AD: { description: "Brand advertising (品牌广告曝光)." },
    CONTENT_SEED: { description: "Seeding by content (内容种草)." },
  },
});

const NoLineCostReasonEnum = Object.fromEntries(noLineCostReasons.map((reason) => [reason, reason]));
registerEnumType(NoLineCostReasonEnum, {
  name: "NoLineCostReason",
  description: "Why no cost per person is told; clients must handle unknown values.",
  valuesConfig: {
    SUPPRESSED: { description: "The count of people is withheld." },
    NO_PLACEMENTS: { description: "No placement has the line type." },
    COST_UNKNOWN: { description: "Media have reported no cost of a placement." },
    NO_PEOPLE: { description: "Nobody is new." },
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "New people of a line type, and what one cost." })
class LineNewPeople {
  @Field(() => BigIntScalar, { nullable: true, description: "How many; null when withheld." })
  people!: bigint | null;

  @Field(() => Money, {
    nullable: true,
    description: "cost of the line / people, rounded to the minor unit; null: see noCostReason.",
  })
  costPerPerson!: Money | null;

  @Field(() => NoLineCostReasonEnum, { nullable: true, description: "Why it is null; null when it is told." })
  noCostReason!: NoLineCostReason | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "Of the touched who stood at a stage, those who came further." })
class LineNextStage {
  @Field(() => StageEnum, { description: "Where they stood at the window's first instant." })
  from!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "How many of the touched stood there; null when withheld.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those who first came to the next stage or deeper at or after a touch; null when withheld.",
  })
  risen!: bigint | null;

  @Field(() => EffectRate, {
    nullable: true,
    description: "Next-stage rate (下一阶段流转率): risen / people; null with either, and of nobody.",
  })
  rate!: EffectRate | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "What one line type reached, won and cost." })
class LineTypeEffect {
  @Field(() => LineTypeEnum, { description: "The line type." })
  lineType!: LineType;

  @Field(() => Int, { description: "Placements of it." })
  placements!: number;

  @Field(() => Money, {
    nullable: true,
    description: "What they cost; null without placements, and while media have reported no cost of one.",
  })
  cost!: Money | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People with a served contact by one of its placements in the window, each once; null when withheld. Whom both lines touched stands under each.",
  })
  reach!: bigint | null;

  @Field(() => LineNewPeople, {
    description:
      "New A1 people (新增A1): touched, at no stage at the window's first instant, and AWARE or deeper at or after a touch.",
  })
  newAware!: LineNewPeople;

  @Field(() => LineNewPeople, {
    description:
      "New A2 people (新增A2): touched, at AWARE or no stage at the window's first instant, and APPEAL or deeper at or after a touch.",
  })
  newAppeal!: LineNewPeople;

  @Field(() => [LineNextStage], { description: "From AWARE, APPEAL and ACT." })
  nextStages!: readonly LineNextStage[];
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "Brand advertising beside seeding by content (品牌广告与内容种草). A line gets everybody who came to a stage after its touch, whatever else touched them, so lines do not add up, and none says what would have come without it.",
})
export class LineTypeReport extends WindowAnswer {
  @Field(() => RuleSet, { description: "The rules that label people." })
  ruleSet!: RuleSet;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People whom any line touched, each once; null when withheld.",
  })
  reach!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People whom both touched; null when withheld." })
  overlap!: bigint | null;

  @Field(() => [LineTypeEffect], { description: "One a line type, also without placements." })
  lines!: readonly LineTypeEffect[];
}

export function toLineTypeReport({ window, ruleSet, currencyCode, reach, overlap, lines }: Report): LineTypeReport {
  const money = (minor: bigint | null): Money | null => (minor === null ? null : toMajor({ minor, currencyCode }));
  const newPeople = ({ people, cost, noCostReason }: CostedPeople): LineNewPeople =>
    Object.assign(new LineNewPeople(), { people, costPerPerson: money(cost), noCostReason });
  return Object.assign(new LineTypeReport(), {
    ...{ ...toWindowAnswer(window), ruleSet: toRuleSet(ruleSet), reach, overlap },
    lines: lines.map((line) =>
      Object.assign(new LineTypeEffect(), {
        ...line,
        cost: money(line.cost),
        newAware: newPeople(line.newAware),
        newAppeal: newPeople(line.newAppeal),
        nextStages: line.nextStages.map((next) =>
          Object.assign(new LineNextStage(), { ...next, from: stages[next.from - 1]! }),
        ),
      }),
    ),
  });
}
