import { Field, InputType } from "type-graphql";
import { DateTimeScalar } from "../../graphql/scalars";

@InputType({ description: "What a pack of an opportunity is called, and how long it stays." })
export abstract class OpportunityPackInput {
  @Field({ description: "1 to 120 characters; unique among the brand's packs that are not archived." })
  name!: string;

  @Field(() => [String], { defaultValue: [], description: "At most 20 labels of 1 to 40 characters." })
  tags!: string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it stops being usable, in the future; absent: never.",
  })
  expiresAt?: Date | null;
}
