import { Field, InputType, Int } from "type-graphql";
import { MAX_DAYS } from "../../engines/segmentation/read-window";
import { DateTimeScalar } from "../../graphql/scalars";

@InputType({ description: "How often, both bounds inclusive; at least one of them." })
export class TimesInput {
  @Field(() => Int, { nullable: true, description: "At least 0; absent: 0." })
  min?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "At least min; absent: no upper bound. Who never did is within any max.",
  })
  max?: number | null;
}

@InputType({ description: "A look-back from the audience's instant." })
export class WithinInput {
  @Field(() => Int, { description: `Days of 24 hours, 1 to ${MAX_DAYS}.` })
  days!: number;
}

@InputType({ description: "A window between two instants, half open: `from` belongs to it, `to` does not." })
export class BetweenInput {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it; after from." })
  to!: Date;
}

/** Fields of every condition on touchpoints; exactly one of them is set. */
export const WITHIN = { nullable: true, description: "In the days before the audience's instant." };
export const BETWEEN = { nullable: true, description: "Between two instants." };
