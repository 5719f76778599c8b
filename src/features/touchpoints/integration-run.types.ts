import { Field, ID, InputType, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Run, RunStatus } from "../../graphql/run";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { UserProblem } from "../../platform/user-error";
import type { IntegrationRun as IntegrationRunRow } from "./integration-run";
import { RejectionReasonEnum, TouchpointUserError } from "./touchpoint.types";

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Rows that a run rejected for one reason." })
export class RejectedRows {
  @Field(() => RejectionReasonEnum, { description: "What they have in common." })
  reason!: string;

  @Field({ description: "What must hold, for people." })
  description!: string;

  @Field(() => BigIntScalar, { description: "How many." })
  rows!: bigint;
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({
  description:
    "The people behind a run as they are known now: with its received and accepted rows the return flow (回流) of an import. Merges change it, and a roll-back empties it.",
})
export class IntegrationRunPeople {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Different people among its accepted rows (人数); null when withheld as a small group.",
  })
  distinctPeople!: bigint | null;

  @Field(() => BigIntScalar, {
    description: "Its touchpoints now, not deduplicated by person (人次): each accepted row counts once.",
  })
  personTimes!: bigint;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of the distinct people those who also have touchpoints from another source that the organisation sees (匹配); null when they or the others are withheld as a small group.",
  })
  matchedPeople!: bigint | null;

  @Field(() => DateTimeScalar, { description: "When they were counted." })
  asOf!: Date;
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({
  implements: Run,
  description:
    "An import of touchpoints: a set of files, or a UTC day of API calls of one source. Counts are of committed chunks, exact after any crash, and stay as they were when it is rolled back.",
})
export class IntegrationRun extends Run {
  /** Not a field of the schema. */
  run!: IntegrationRunRow;

  @Field({ description: "What is imported, for people." })
  name!: string;

  @Field(() => BigIntScalar, { description: "Rows that came; the sum of the four below." })
  received!: bigint;

  @Field(() => BigIntScalar, { description: "New rows, durable: the valid ones (有效) of a return flow." })
  accepted!: bigint;

  @Field(() => BigIntScalar, { description: "Rows seen before with the same content." })
  duplicates!: bigint;

  @Field(() => BigIntScalar, {
    description: "Rows whose event id was seen before with other content; the first write stays.",
  })
  conflicts!: bigint;

  @Field(() => BigIntScalar, { description: "Rows not taken." })
  rejected!: bigint;

  @Field(() => [RejectedRows], {
    description: "The rejected rows by reason, most frequent first; one element for each reason that occurred.",
  })
  rejectedByReason!: readonly RejectedRows[];

  @Field(() => String, {
    nullable: true,
    description:
      "Path on this host from which the rejected rows are downloaded as NDJSON with the same key, identities masked: the first 100,000, for seven days; null when there are none.",
  })
  rejectsUrl!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When its rows were taken away; null unless ROLLED_BACK.",
  })
  rolledBackAt!: Date | null;
}

export const IntegrationRunConnection = connectionType(IntegrationRun, "IntegrationRun", "INGEST_TOUCHPOINTS");

@InputType({ description: "Which runs to list; absent fields ask nothing." })
export class IntegrationRunFilter {
  @Field(() => ID, { nullable: true, description: "Of this source." })
  sourceId?: string | null;

  @Field(() => RunStatus, { nullable: true, description: "Where it stands now." })
  status?: RunStatus | null;
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ implements: Run, description: "The taking back of an import; all of it is gone when it has succeeded." })
export class IntegrationRunRollBack extends Run {
  /** UUID of what is taken back; not a field of the schema. */
  integrationRunId!: string;
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of stopIntegrationRun." })
export class StopIntegrationRunPayload {
  @Field(() => IntegrationRun, {
    nullable: true,
    description: "The run: RUNNING until its current chunk is committed; null when refused.",
  })
  integrationRun?: IntegrationRun | null;

  @Field(() => [TouchpointUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of rollBackIntegrationRun." })
export class RollBackIntegrationRunPayload {
  @Field(() => IntegrationRunRollBack, { nullable: true, description: "The work; null when refused." })
  run?: IntegrationRunRollBack | null;

  @Field(() => [TouchpointUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
