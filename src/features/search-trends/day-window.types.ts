import { ArgsType, Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateScalar, DateTimeScalar } from "../../graphql/scalars";
import { type Days, MAX_DAYS } from "./days";
import type { SearchWindow } from "./search-question";

/** What is said of arguments that are days. */
export const DAYS = "Days in the brand's zone, all of them over.";

@ArgsType()
export class DayWindowArgs implements Days {
  @Field(() => DateScalar, { description: `The first day. ${DAYS}` })
  from!: string;

  @Field(() => DateScalar, {
    description: `The first day after the window, today at the latest; at most ${MAX_DAYS} days later.`,
  })
  to!: string;
}

@InputType({ description: "Whole days in the brand's zone, half open." })
export class DayWindowInput implements Days {
  @Field(() => DateScalar, { description: "The first day." })
  from!: string;

  @Field(() => DateScalar, { description: "The first day after it." })
  to!: string;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Whole days in the brand's zone, half open." })
export class DayWindow {
  @Field(() => DateScalar, { description: "The first day." })
  from!: string;

  @Field(() => DateScalar, { description: "The first day after it." })
  to!: string;
}

/** What every answer about some days of a brand says of itself. */
@ObjectType()
export abstract class DayWindowAnswer {
  @Field(() => DayWindow, { description: "The days that were measured." })
  window!: Days;

  @Field(() => DateTimeScalar, { description: "When it was read: what was imported later does not count." })
  asOf!: Date;

  @Field(() => Int, {
    description: "Figures of fewer people are withheld, and with them others that would give them away; 1: none are.",
  })
  suppressedBelow!: number;

  @Field(() => Int, {
    description: "Counts are rounded to multiples of this, and ratios are of rounded counts; 1: they are exact.",
  })
  roundedTo!: number;
}

/** The same where searches are told apart by the brand's terms. */
@ObjectType()
export abstract class SearchAnswer extends DayWindowAnswer {
  @Field(() => Int, { description: "Version of the brand's search dictionary that was used." })
  dictionaryVersion!: number;
}

export const toDayWindowAnswer = ({ days, window }: Pick<SearchWindow, "days" | "window">): DayWindowAnswer => ({
  window: days,
  asOf: window.asOf,
  suppressedBelow: window.threshold,
  roundedTo: window.roundingBase,
});

export const toSearchAnswer = (asked: SearchWindow): SearchAnswer => ({
  ...toDayWindowAnswer(asked),
  dictionaryVersion: asked.dictionaryVersion,
});

@Access("READ_ASSETS")
@ObjectType({ description: "A share with its Wilson score interval, 95 %." })
export class CountedShare {
  @Field(() => Float, { description: "numerator / denominator, 0 to 1." })
  value!: number;

  @Field(() => Float, { description: "Lower end of the interval." })
  low!: number;

  @Field(() => Float, { description: "Upper end of the interval." })
  high!: number;

  @Field(() => BigIntScalar, { description: "What is counted of the base." })
  numerator!: bigint;

  @Field(() => BigIntScalar, { description: "The base." })
  denominator!: bigint;
}

export const NullReasonEnum = { SUPPRESSED: "SUPPRESSED", BASE_NOT_POSITIVE: "BASE_NOT_POSITIVE" };
registerEnumType(NullReasonEnum, {
  name: "SearchNullReason",
  description: "Why a figure is null; clients must handle unknown values.",
  valuesConfig: {
    SUPPRESSED: { description: "It would tell of fewer people than the organisation's threshold." },
    BASE_NOT_POSITIVE: { description: "What it would be divided by is 0." },
  },
});
