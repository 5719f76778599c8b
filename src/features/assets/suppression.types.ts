import { Field, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";

@Access("READ_ASSETS")
@ObjectType({
  description:
    "What is withheld of counts that are told together, so that no small group can be seen or computed from the rest.",
})
export class Suppression {
  @Field(() => Int, { description: "Counts above zero and below this are withheld; 1: none are." })
  threshold!: number;

  @Field(() => Int, {
    description: "How many counts are withheld: the small ones, and those that would give them away.",
  })
  suppressedCells!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People in the withheld counts together; null when none is withheld, or when even these are too few to tell.",
  })
  remainderPeople!: bigint | null;
}
