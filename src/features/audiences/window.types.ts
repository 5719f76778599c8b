import { Field, InputType, Int } from "type-graphql";
import { MAX_DAYS, MAX_HOURS } from "../../engines/segmentation/read-window";
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

@InputType({ description: "A look-back from the audience's instant. Exactly one of days and hours." })
export class WithinInput {
  @Field(() => Int, { nullable: true, description: `Days of 24 hours, 1 to ${MAX_DAYS}.` })
  days?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `1 to ${MAX_HOURS}, for what somebody is given hours for; conditions on scores take days only.`,
  })
  hours?: number | null;
}

@InputType({ description: "A window between two instants, half open: `from` belongs to it, `to` does not." })
export class BetweenInput {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it; after from." })
  to!: Date;
}

/** Fields of every condition on touchpoints; exactly one of them is set. */
export const WITHIN = { nullable: true, description: "In the days or hours before the audience's instant." };
export const BETWEEN = { nullable: true, description: "Between two instants." };
