import { Field, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { UserProblem } from "../../platform/user-error";
import { IdentityInput } from "./identity.types";
import { PersonRow, PersonRowUserError } from "./upload-row.types";
import type { ShownUpload } from "./upload-summary";

@InputType({
  description:
    "A person as a first party knows one, with consent. State and time are text here, so that one bad row never refuses the others.",
})
export class UploadedIdentitiesInput {
  @Field(() => [IdentityInput], {
    description:
      "Under which values the first party knows the person, 1 to 20, hashed; they are linked as one person's.",
  })
  identities!: IdentityInput[];

  @Field({
    description:
      "GRANTED, or WITHDRAWN: the person is then left out of every audience pack of the organisation until consent is granted again for the same purpose.",
  })
  consent!: string;

  @Field({ description: "When the person said so: RFC 3339 with an offset. The newest statement counts." })
  consentedAt!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "What for, in the caller's words, at most 100 characters; absent: for no purpose in particular. A grant for one purpose never undoes a withdrawal from another.",
  })
  purpose?: string | null;
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of uploadIdentities." })
export class UploadIdentitiesPayload {
  @Field(() => Int, { nullable: true, description: "New statements; null when the whole call was refused." })
  accepted?: number | null;

  @Field(() => Int, { nullable: true, description: "Rows sent before; null when the whole call was refused." })
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

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description:
    "All that a source uploaded of first-party identities (一方数据). Its unmatched people are kept apart: without touchpoints they enter no figure of any brand.",
})
export class FirstPartyUpload extends Node {
  @Field(() => DateTimeScalar, { description: "When the people below were counted: now." })
  asOf!: Date;

  @Field(() => BigIntScalar, { description: "Rows that came; the sum of the three below." })
  received!: bigint;

  @Field(() => BigIntScalar, { description: "New statements." })
  accepted!: bigint;

  @Field(() => BigIntScalar, { description: "Rows seen before." })
  duplicates!: bigint;

  @Field(() => BigIntScalar, { description: "Rows not taken." })
  rejected!: bigint;

  @Field(() => DateTimeScalar, { description: "When its first row came." })
  firstReceivedAt!: Date;

  @Field(() => DateTimeScalar, { description: "When its latest row came." })
  lastReceivedAt!: Date;

  @Field(() => BigIntScalar, { nullable: true, description: "People behind its identities; null where withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Those with a touchpoint from another source that the organisation sees; null where withheld.",
  })
  matched!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "The others; null where withheld." })
  unmatched!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Those whose consent stands, by all that the organisation knows; null where withheld.",
  })
  granted!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Those who took it back for any purpose; null where withheld.",
  })
  withdrawn!: bigint | null;

  @Field(() => Int, { description: "Counts of people above zero and below this are withheld; 1: none are." })
  suppressedBelow!: number;
}

export const toFirstPartyUpload = ({ id, ...row }: ShownUpload): FirstPartyUpload =>
  Object.assign(new FirstPartyUpload(), { ...row, id: toNodeId("FirstPartyUpload", id) });
