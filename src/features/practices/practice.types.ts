import { Field, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "../../graphql/scalars";
import type { PracticeScope } from "./practice-reader";

/** What the answer of every practice says of itself. */
@ObjectType()
export abstract class PracticeAnswer {
  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => DateTimeScalar, { description: "What people are read as of." })
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

export const toPracticeAnswer = ({ from, to, asOf, threshold, roundingBase }: PracticeScope): PracticeAnswer => ({
  from,
  to,
  asOf,
  suppressedBelow: threshold,
  roundedTo: roundingBase,
});
