import { Field, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";

const SuppressionUserError = userErrorType("Suppression", {});
const ERRORS = { description: "Why it was refused, every problem with its path; empty on success." };

@Access("PUSH_AUDIENCES")
@ObjectType({ description: "Answer of suppressIdentities." })
export class SuppressIdentitiesPayload {
  @Field(() => Int, { nullable: true, description: "Identities that were not on the list before; null when refused." })
  added?: number | null;

  @Field(() => [SuppressionUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("PUSH_AUDIENCES")
@ObjectType({ description: "Answer of unsuppressIdentities." })
export class UnsuppressIdentitiesPayload {
  @Field(() => Int, { nullable: true, description: "Identities that were on the list; null when refused." })
  removed?: number | null;

  @Field(() => [SuppressionUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
