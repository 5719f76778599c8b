import { Field, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Run, toRun } from "../../graphql/run";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { JobRun } from "../../platform/jobs/job-run";
import type { UserProblem } from "../../platform/user-error";
import { IdentityInput } from "../people/identity.types";
import type { IdentityErasure as Erasure } from "./identity-erasure";

const Outcome = { ERASED: "ERASED", NOT_KNOWN: "NOT_KNOWN" };
registerEnumType(Outcome, {
  name: "IdentityErasureOutcome",
  description: "What an erasure found; clients must handle unknown values.",
  valuesConfig: {
    ERASED: { description: "A person was known under the identity and is not any more." },
    NOT_KNOWN: { description: "Nobody was known under it: never, or erased before. It is blocked all the same." },
  },
});

@Access("ERASE_PEOPLE")
@ObjectType({
  implements: Run,
  description:
    "The erasure of a person (PIPL art. 47, GDPR art. 17) and its receipt. Once SUCCEEDED no query of anybody sees the person; figures published before stay and those it concerns are OUTDATED.",
})
export class IdentityErasure extends Run {
  @Field({
    description:
      "The identity under the install's second key, hexadecimal: with it an operator proves to who names the identity that it was erased. It tells nobody else who that was.",
  })
  receipt!: string;

  @Field({ description: "What the request is called elsewhere, as it was given." })
  requestReference!: string;

  @Field(() => Outcome, { nullable: true, description: "What was found; null until SUCCEEDED." })
  outcome!: string | null;

  @Field(() => DateTimeScalar, { description: "When it was asked for." })
  requestedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the person became invisible to every query; null until SUCCEEDED.",
  })
  completedAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When `valuegraph compact` had taken the person off the disks as well; null until then.",
  })
  compactedAt!: Date | null;
}

export function toIdentityErasure({ run, mark, ...erasure }: Erasure): IdentityErasure {
  const { requestReference, outcome, requestedAt, completedAt, compactedAt } = erasure;
  return Object.assign(toRun(IdentityErasure, "IdentityErasure", run as JobRun), {
    receipt: mark,
    ...{ requestReference, outcome, requestedAt, completedAt, compactedAt },
  });
}

export const IdentityErasureConnection = connectionType(IdentityErasure, "IdentityErasure", "ERASE_PEOPLE");

@InputType({ description: "Whom to erase." })
export class EraseIdentityInput {
  @Field(() => IdentityInput, {
    description:
      "An identity of the person. Whoever the cloud joins with it is erased with all identities; whom an organisation's own links alone join with it is not.",
  })
  identity!: IdentityInput;

  @Field({ description: "What the request is called elsewhere, 1 to 200 characters, without personal data." })
  requestReference!: string;
}

const ErasureUserError = userErrorType("Erasure", {});

@Access("ERASE_PEOPLE")
@ObjectType({ description: "Answer of eraseIdentity." })
export class EraseIdentityPayload {
  @Field(() => IdentityErasure, { nullable: true, description: "The erasure, queued; null when refused." })
  identityErasure?: IdentityErasure | null;

  @Field(() => [ErasureUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
