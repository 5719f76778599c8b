import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Run, toRun } from "../../graphql/run";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { suppress } from "../../platform/small-groups";
import type { UserProblem } from "../../platform/user-error";
import { IdentityInput } from "./identity.types";
import type { SettleRun } from "./people-editor";

const Reason = {
  PERSON_TOO_LARGE: "PERSON_TOO_LARGE",
  SHARED_IDENTITY: "SHARED_IDENTITY",
  KEPT_APART: "KEPT_APART",
};
registerEnumType(Reason, {
  name: "HeldLinkReason",
  description: "Why two identities seen together are not made one person; clients must handle unknown values.",
  valuesConfig: {
    PERSON_TOO_LARGE: { description: "The person would have more than 1,000 identities." },
    SHARED_IDENTITY: {
      description:
        "One of the two was seen with more than 1,000 others: a shared device, a call centre, the hash of a placeholder.",
    },
    KEPT_APART: { description: "It would join identities that unmergePeople keeps apart." },
  },
});

@Access("MANAGE_PEOPLE")
@ObjectType({ description: "Links that were seen and are not applied, for one reason." })
export class HeldLinks {
  @Field(() => Reason, { description: "Why." })
  reason!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "How many; null where withheld." })
  links!: bigint | null;
}

@Access("MANAGE_PEOPLE")
@ObjectType({
  description:
    "The identity graph (ID graph) in counts: people are connected identities. Counts above zero and below the organisation's small-group threshold are null.",
})
export class IdentityGraph {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People behind `identities`, before the organisation's own links join some of them.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Identities that a source which this organisation sees has named, or an upload of its own.",
  })
  identities!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Pairs of identities that such a source saw on one touchpoint, or that were merged by hand.",
  })
  links!: bigint | null;

  @Field(() => [HeldLinks], { description: "Links of the cloud that are not applied, one row for each reason." })
  heldLinks!: readonly HeldLinks[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People whom the settle that ended last made part of another.",
  })
  mergedLastSettle!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People whose links are waiting for a settle; figures are taken after it.",
  })
  unsettled!: bigint | null;

  @Field(() => DateTimeScalar, { description: "When it was counted." })
  asOf!: Date;

  @Field(() => Int, { description: "Counts above zero and below this are withheld; 1: none is." })
  suppressedBelow!: number;
}

@Access("MANAGE_PEOPLE")
@ObjectType({
  implements: Run,
  description: "A settling of people: identities that belong together become one person, others are taken apart.",
})
export class PeopleSettlement extends Run {
  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People who became part of another; null until it succeeded, and where withheld: above zero and below the organisation's small-group threshold.",
  })
  mergedPeople!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who came out of another; null as mergedPeople.",
  })
  splitPeople!: bigint | null;
}

export function toPeopleSettlement({ run, suppressedBelow }: SettleRun): PeopleSettlement {
  const result = run.result as { mergedPeople: number; splitPeople: number } | null;
  return Object.assign(toRun(PeopleSettlement, "PeopleSettlement", run), {
    mergedPeople: result && suppress(BigInt(result.mergedPeople), suppressedBelow),
    splitPeople: result && suppress(BigInt(result.splitPeople), suppressedBelow),
  });
}

@InputType({ description: "Two identities and what somebody says of them." })
export class PeopleAssertionInput {
  @Field(() => ID, {
    description:
      "A source of the caller's organisation to say it through: CLOUD (operators only) holds for all, ORGANISATION for its owner alone.",
  })
  sourceId!: string;

  @Field(() => [IdentityInput], { description: "Exactly two." })
  identities!: IdentityInput[];

  @Field({ description: "For the audit log, 1 to 500 characters, without personal data." })
  reason!: string;
}

const PeopleUserError = userErrorType("People", {
  IDENTITY_ERASED: "The identity was erased and cannot be said anything of.",
});

@Access("MANAGE_PEOPLE")
@ObjectType({ description: "Answer of mergePeople." })
export class MergePeoplePayload {
  @Field(() => PeopleSettlement, {
    nullable: true,
    description: "The settle that makes it so in all figures taken afterwards; null when refused.",
  })
  run?: PeopleSettlement | null;

  @Field(() => [PeopleUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("MANAGE_PEOPLE")
@ObjectType({ description: "Answer of unmergePeople." })
export class UnmergePeoplePayload extends MergePeoplePayload {}
