import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateScalar, DateTimeScalar } from "../../graphql/scalars";
import type { MatchRates as MatchFigures } from "./match-rate-reader";

@Access("READ_ASSETS")
@ObjectType({ description: "A share of people with its 95 % Wilson interval." })
export class MatchShare {
  @Field(() => Float, { description: "matched over people, 0 to 1." })
  value!: number;

  @Field(() => Float, { description: "Lower end of the interval." })
  low!: number;

  @Field(() => Float, { description: "Upper end of the interval." })
  high!: number;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Match rate (匹配率) of a source on a day: how many of its people another source knows too, by touchpoints or uploaded identities.",
})
export class MatchRate {
  @Field(() => DateScalar, { description: "The day in the zone asked for." })
  day!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People with a touchpoint from the source that day; null where withheld.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Those of them with touchpoints or uploaded identities from another source that the organisation sees, of any time until asOf; null where withheld.",
  })
  matched!: bigint | null;

  @Field(() => MatchShare, {
    nullable: true,
    description: "matched over people; null without people or where withheld.",
  })
  rate!: MatchShare | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description: "Match rates of a source, day by day; days do not add up, as a person may come on several.",
})
export class MatchRates {
  @Field(() => DateTimeScalar, { description: "Until when other sources were looked through: now." })
  asOf!: Date;

  @Field(() => [MatchRate], { description: "Every day asked for, at most 92, oldest first." })
  days!: readonly MatchRate[];

  @Field(() => Int, { description: "Counts of people above zero and below this are withheld; 1: none are." })
  suppressedBelow!: number;
}

export const toMatchRates = ({ days, ...rest }: MatchFigures): MatchRates =>
  Object.assign(new MatchRates(), {
    ...rest,
    days: days.map((day) => Object.assign(new MatchRate(), day)),
  });
