import { ArgsType, Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { MAX_WINDOW_DAYS } from "../opportunities";
import { RatioWithInterval, toRatio } from "../opportunities/opportunity.types";
import type { CrowdActivation as Analysis } from "./crowd-activation.service";
import { PracticeAnswer, toPracticeAnswer } from "./practice.types";

@Access("READ_AUDIENCES")
@ObjectType({ description: "How many people of a crowd were activated (激发)." })
class ActivatedCrowd {
  @Field(() => Int, { description: "Priority of the crowd." })
  priority!: number;

  @Field({ description: "Name of the crowd." })
  name!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "Members of its last build; null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, people who visited, engaged with or ordered of the brand in the window; null when withheld.",
  })
  activated!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "activated / people, 0 to 1, with Wilson's interval; null with either, and of a crowd of nobody.",
  })
  rate!: RatioWithInterval | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "activated / the activated of all crowds, 0 to 1; null when one of them is withheld, and when nobody was activated.",
  })
  activationShare!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "The crowd's weight / all weights, 0 to 1, to stand beside activationShare; null without weights.",
  })
  budgetShare!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "What each crowd contributed to the people who were activated, beside its share of the budget. Newcomers of a category are a crowd by a rule: not ordered in the category within so many days.",
})
export class CrowdActivation extends PracticeAnswer {
  @Field(() => [ActivatedCrowd], { description: "By priority." })
  crowds!: readonly ActivatedCrowd[];
}

export const toCrowdActivation = ({ scope, crowds }: Analysis): CrowdActivation =>
  Object.assign(new CrowdActivation(), {
    ...toPracticeAnswer(scope),
    crowds: crowds.map((crowd) => Object.assign(new ActivatedCrowd(), { ...crowd, rate: toRatio(crowd.rate) })),
  });

@ArgsType()
export class CrowdActivationArgs {
  @Field(() => Int, { defaultValue: 30, description: `Days of 24 hours before asOf, 1 to ${MAX_WINDOW_DAYS}.` })
  days!: number;

  @Field(() => [Float], {
    nullable: true,
    description: "What each crowd is given of the budget, by priority, in whatever unit; at least 0. Absent: unknown.",
  })
  budgetWeights?: number[] | null;
}
