import { Field, Float, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import { BigIntScalar, DateScalar } from "../../graphql/scalars";
import { RuleSet } from "../assets/rule-set.types";
import { CountedShare, DayWindow, SearchAnswer, toSearchAnswer } from "./day-window.types";
import type { Days } from "./days";
import { type DoublingReason, LOOKBACK_DAYS, MAX_SPREAD_DAYS } from "./outside-spread";
import type { SpreadReport } from "./outside-spread.service";
import type { SearchFigures } from "./search.service";

const DoublingReasonEnum = { SUPPRESSED: "SUPPRESSED", NOT_GROWING: "NOT_GROWING", TOO_FEW_DAYS: "TOO_FEW_DAYS" };
registerEnumType(DoublingReasonEnum, {
  name: "DoublingNullReason",
  description: "Why there is no doubling time; clients must handle unknown values.",
  valuesConfig: {
    SUPPRESSED: { description: "A day of the fit is withheld." },
    NOT_GROWING: { description: "The fitted rate is not above 0." },
    TOO_FEW_DAYS: { description: "Fewer than two days of the fit had new outside people." },
  },
});

@InputType({ description: "What spreads: exactly one of the two." })
export class SpreadSubjectInput {
  @Field(() => String, {
    nullable: true,
    description:
      "A product, as touchpoints carry it: touchpoints about it other than IMPRESSION, and searches with an alias or name of it.",
  })
  productCode?: string | null;

  @Field(() => String, { nullable: true, description: "A keyword: searches of exactly it." })
  keyword?: string | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "New people of a day." })
class SpreadPoint {
  @Field(() => DateScalar, { description: "The day, in the brand's zone." })
  day!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "New people; null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them, those outside of the brand's assets: the speed of the spread on the day; null when withheld.",
  })
  outsidePeople!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Days in which new outside people a day double." })
class DoublingTime {
  @Field(() => Float, { description: "ln 2 / the fitted rate." })
  days!: number;

  @Field(() => Float, { description: "Lower end of its 95 % interval." })
  low!: number;

  @Field(() => Float, { nullable: true, description: "Upper end; null: no growth at all is within the interval." })
  high!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description: `How a product or keyword spreads beyond the brand's own people (破圈). New: whoever met it in the window for the first time in ${LOOKBACK_DAYS} days. Outside: at no stage at the window's first instant, lapsed or never met.`,
})
export class OutsideSpread extends SearchAnswer {
  @Field(() => String, { nullable: true, description: "The product; null of a keyword." })
  productCode!: string | null;

  @Field(() => String, { nullable: true, description: "The keyword in its one spelling; null of a product." })
  keyword!: string | null;

  @Field(() => RuleSet, { description: "The rules that say who is in the brand's assets." })
  ruleSet!: RuleSet;

  @Field(() => BigIntScalar, { nullable: true, description: "New people; null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Of them, those outside; null when withheld." })
  outsidePeople!: bigint | null;

  @Field(() => CountedShare, {
    nullable: true,
    description: "Breakout share (破圈占比): outsidePeople / people; null without new people, and when withheld.",
  })
  breakoutShare!: CountedShare | null;

  @Field(() => [SpreadPoint], { description: `Every day of the window, the oldest first; ${MAX_SPREAD_DAYS} at most.` })
  points!: readonly SpreadPoint[];

  @Field(() => DayWindow, { description: "The last days of the window, over which speed and doubling are measured." })
  fit!: Days;

  @Field(() => Float, {
    nullable: true,
    description: "Speed (传播速度): new outside people of the fit's mean day; null when one is withheld.",
  })
  speed!: number | null;

  @Field(() => DoublingTime, {
    nullable: true,
    description:
      "Doubling time of new outside people a day, by a log-linear fit (Poisson regression, dispersion estimated). Null with doublingReason.",
  })
  doubling!: DoublingTime | null;

  @Field(() => DoublingReasonEnum, { nullable: true, description: "Why doubling is null." })
  doublingReason!: DoublingReason | null;
}

export const toOutsideSpread = ({ asked, figures }: SearchFigures<SpreadReport>): OutsideSpread => {
  const { subject, ruleSet, ...spread } = figures;
  return Object.assign(new OutsideSpread(), {
    ...toSearchAnswer(asked),
    ...subject,
    ...spread,
    ruleSet: Object.assign(new RuleSet(), { ...ruleSet, id: toNodeId("RuleSet", ruleSet.id) }),
  });
};
