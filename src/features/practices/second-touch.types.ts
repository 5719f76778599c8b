import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { AudienceRuleTree } from "../diagnosis/audience-rule-tree.types";
import { MAX_WINDOW_DAYS } from "../opportunities";
import { RatioWithInterval, toRatio } from "../opportunities/opportunity.types";
import { OpportunityPackInput } from "../opportunities/opportunity-pack.types";
import { toRuleTree } from "../opportunities/rule-tree.types";
import { PracticeAnswer, toPracticeAnswer } from "./practice.types";
import type { Arm, Holdout, IncrementState } from "./second-touch";
import { type SecondTouch as Analysis, MAX_PROGRAMMES, MAX_WITHIN_DAYS } from "./second-touch.service";

const IncrementStateEnum: Readonly<Record<IncrementState, IncrementState>> = {
  MEASURED: "MEASURED",
  NO_HOLDOUT: "NO_HOLDOUT",
  NOBODY_HELD_OUT: "NOBODY_HELD_OUT",
  WITHHELD: "WITHHELD",
};
registerEnumType(IncrementStateEnum, {
  name: "SecondTouchIncrementState",
  description: "Whether the increment was measured, or why not; clients must handle unknown values.",
  valuesConfig: {
    MEASURED: { description: "It was." },
    NO_HOLDOUT: { description: "No holdout was named, so there is nothing to compare with." },
    NOBODY_HELD_OUT: { description: "Of those who returned nobody, or everybody, is in the holdout." },
    WITHHELD: { description: "One of the groups is too small to be told." },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "Returned people of one arm." })
class SecondTouchArm {
  @Field(() => BigIntScalar, { description: "How many returned." })
  people!: bigint;

  @Field(() => BigIntScalar, { description: "Of them, those who ordered within the days after the return." })
  ordered!: bigint;

  @Field(() => RatioWithInterval, { description: "ordered / people, 0 to 1, with Wilson's interval." })
  rate!: RatioWithInterval;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "What meaning to touch people again brought, against those kept from it by chance: everybody who returned is in one of the arms, touched or not (intention to treat).",
})
class SecondTouchIncrement {
  @Field(() => IncrementStateEnum, { description: "MEASURED, or why the rest is null." })
  state!: IncrementState;

  @Field(() => SecondTouchArm, { nullable: true, description: "Not in the holdout; null unless MEASURED." })
  treated!: SecondTouchArm | null;

  @Field(() => SecondTouchArm, { nullable: true, description: "In the holdout; null unless MEASURED." })
  heldOut!: SecondTouchArm | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "Rate of the treated less that of the held out, with Newcombe's interval; null unless MEASURED.",
  })
  difference!: RatioWithInterval | null;
}

const HOURS = { nullable: true, description: "Full hours; null when withheld, and of nobody." };

@Access("READ_AUDIENCES")
@ObjectType({ description: "Quantiles of a lag over people." })
class LagHours {
  @Field(() => Int, HOURS)
  quarter!: number | null;

  @Field(() => Int, HOURS)
  median!: number | null;

  @Field(() => Int, HOURS)
  threeQuarters!: number | null;

  @Field(() => Int, HOURS)
  ninetieth!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "People whom media programmes brought back (数据回流) and their second touch on site (站内二次触达, SECOND_TOUCH). Returned: the first touchpoint of the brand in the window that names one of the programmes. The window ends withinDays before the last full hour, so that everybody was followed for as long.",
})
export class SecondTouch extends PracticeAnswer {
  @Field(() => Int, { description: "Days after the return in which a second touch and an order count." })
  withinDays!: number;

  @Field(() => BigIntScalar, { nullable: true, description: "People who returned; null when withheld." })
  returned!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them, those seen on site in 365 days, by any brand, whom media of the site can reach. Null when withheld.",
  })
  onSiteReach!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of those who returned, people with an exposure of the brand on site after it; null when withheld.",
  })
  touched!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "touched / returned, 0 to 1, with Wilson's interval; null with either.",
  })
  coverage!: RatioWithInterval | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of the touched, people with a net order after the touch; null when withheld.",
  })
  converted!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "converted / touched, 0 to 1, with Wilson's interval; null with either.",
  })
  conversion!: RatioWithInterval | null;

  @Field(() => LagHours, { description: "From the return to the first touch on site after it." })
  touchLag!: LagHours;

  @Field(() => LagHours, { description: "From the return to the first net order after it, touched or not." })
  orderLag!: LagHours;

  @Field(() => SecondTouchIncrement, { description: "Against the holdout, where one is named." })
  increment!: SecondTouchIncrement;

  @Field(() => AudienceRuleTree, {
    description:
      "The rules of the retarget pack: brought back in the days before the pack's instant, within reach on site, no order in them, not held out.",
  })
  packRules!: object;
}

export function toSecondTouch({ window, rules, increment, ...analysis }: Analysis): SecondTouch {
  const lag = (hours: object): LagHours => Object.assign(new LagHours(), hours);
  const arm = (one: Arm | null): SecondTouchArm | null =>
    one && Object.assign(new SecondTouchArm(), { ...one, rate: toRatio(one.rate) });
  return Object.assign(new SecondTouch(), {
    ...toPracticeAnswer(window),
    ...analysis,
    coverage: toRatio(analysis.coverage),
    conversion: toRatio(analysis.conversion),
    touchLag: lag(analysis.touchLag),
    orderLag: lag(analysis.orderLag),
    increment: Object.assign(new SecondTouchIncrement(), {
      state: increment.state,
      treated: arm(increment.treated),
      heldOut: arm(increment.heldOut),
      difference: toRatio(increment.difference),
    }),
    packRules: toRuleTree(rules),
  });
}

@InputType({ description: "People who are kept from second touches by chance, drawn as the randomShare rule draws." })
export class HoldoutInput {
  @Field({ description: "Name of the draw, 1 to 100 characters." })
  salt!: string;

  @Field(() => Int, { description: "How many of 1000, at least 1." })
  perMille!: number;

  @Field(() => Int, { defaultValue: 0, description: "How many of 1000 are passed over first." })
  skip!: number;
}

export const toHoldout = (holdout: HoldoutInput | null | undefined): Holdout | null =>
  holdout ? { salt: holdout.salt, perMille: holdout.perMille, skip: holdout.skip } : null;

const CODES = `Codes of media programmes, 1 to ${MAX_PROGRAMMES}.`;
const HOLDOUT = { nullable: true, description: "Who was to be left alone; absent: nobody." };

@ArgsType()
export class SecondTouchArgs {
  @Field(() => [String], { description: CODES })
  programmeCodes!: string[];

  @Field(() => Int, {
    defaultValue: 30,
    description: `Length of the window in days of 24 hours, 1 to ${MAX_WINDOW_DAYS}.`,
  })
  days!: number;

  @Field(() => Int, { defaultValue: 7, description: `Days that everybody is followed for, 1 to ${MAX_WITHIN_DAYS}.` })
  withinDays!: number;

  @Field(() => HoldoutInput, HOLDOUT)
  holdout?: HoldoutInput | null;
}

@InputType({ description: "A pack of people whom programmes brought back, to be touched again on site." })
export class CreateSecondTouchPackInput extends OpportunityPackInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field(() => [String], { description: CODES })
  programmeCodes!: string[];

  @Field(() => Int, { defaultValue: 30, description: `Brought back in so many days, 1 to ${MAX_WINDOW_DAYS}.` })
  days!: number;

  @Field(() => HoldoutInput, HOLDOUT)
  holdout?: HoldoutInput | null;
}
