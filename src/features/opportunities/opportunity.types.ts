import { ArgsType, Field, Float, Int, ObjectType } from "type-graphql";
import type { TargetGroupIndex } from "../../engines/numeric/target-group-index";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import { MAX_WINDOW_DAYS, type OpportunityScope } from "./opportunity-scope";

export const DAYS = `Days of 24 hours before the last full hour, 1 to ${MAX_WINDOW_DAYS}.`;

/** What every template's answer says of itself. */
@ObjectType()
export abstract class OpportunityAnswer {
  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it: the last full hour." })
  to!: Date;

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

export const toOpportunityAnswer = ({ window }: OpportunityScope): OpportunityAnswer => ({
  from: window.from,
  to: window.to,
  asOf: window.asOf,
  suppressedBelow: window.threshold,
  roundedTo: window.roundingBase,
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "A ratio with its 95 % interval." })
export class RatioWithInterval {
  @Field(() => Float, { description: "The ratio." })
  value!: number;

  @Field(() => Float, { description: "Lower end of the interval." })
  low!: number;

  @Field(() => Float, { description: "Upper end of it." })
  high!: number;
}

export const toRatio = (ratio: TargetGroupIndex | null): RatioWithInterval | null =>
  ratio && Object.assign(new RatioWithInterval(), { value: ratio.value, low: ratio.low, high: ratio.high });

export const toCount = (count: number | null): bigint | null => (count === null ? null : BigInt(count));

@ArgsType()
export class OpportunityArgs {
  @Field(() => Int, { defaultValue: MAX_WINDOW_DAYS, description: DAYS })
  days!: number;
}
