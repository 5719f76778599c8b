import { Field, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import type { UserProblem } from "../../platform/user-error";
import { IdentityInput } from "./identity.types";
import { PersonRow, PersonRowUserError } from "./upload-row.types";

@InputType({ description: "A value of one person. All is text here, so that one bad row never refuses the others." })
export class PersonAttributeInput {
  @Field(() => IdentityInput, { description: "Under which value the source knows the person." })
  identity!: IdentityInput;

  @Field({ description: "Code of an attribute of the organisation's registry." })
  attribute!: string;

  @Field({ description: "The value as the attribute's type spells it." })
  value!: string;

  @Field({ description: "The instant that the value is from, not when it is sent: RFC 3339 with an offset." })
  asOf!: string;
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of recordPersonAttributes." })
export class RecordPersonAttributesPayload {
  @Field(() => Int, { nullable: true, description: "New and corrected values; null when the whole call was refused." })
  accepted?: number | null;

  @Field(() => Int, { nullable: true, description: "Values said before; null when the whole call was refused." })
  duplicates?: number | null;

  @Field(() => Int, { nullable: true, description: "Rows not taken; null when the whole call was refused." })
  rejected?: number | null;

  @Field(() => [PersonRow], {
    description: "One for each row of the call, at most 1,000, in order; empty when the whole call was refused.",
  })
  rows!: readonly PersonRow[];

  @Field(() => [PersonRowUserError], {
    description: "Why the whole call was refused; empty when its rows were answered.",
  })
  userErrors!: readonly UserProblem[];
}
