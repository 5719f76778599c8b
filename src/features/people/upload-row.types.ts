import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { userErrorType } from "../../graphql/user-errors";
import { type AnsweredPersonRow, type PersonRowOutcome, personRowReasons } from "./upload-row";

const PersonRowOutcomeEnum: { readonly [outcome in PersonRowOutcome]: outcome } = {
  ACCEPTED: "ACCEPTED",
  DUPLICATE: "DUPLICATE",
  REJECTED: "REJECTED",
};
registerEnumType(PersonRowOutcomeEnum, {
  name: "PersonRowOutcome",
  description: "What became of one row about a person.",
  valuesConfig: {
    ACCEPTED: { description: "New, or a correction of what the source said of the same instant; durable now." },
    DUPLICATE: { description: "The source said exactly this before; nothing changed." },
    REJECTED: { description: "Not taken; see reason." },
  },
});

export const PersonRowReasonEnum = Object.fromEntries(Object.keys(personRowReasons).map((code) => [code, code]));
registerEnumType(PersonRowReasonEnum, {
  name: "PersonRowRejectionReason",
  description: "Why a row about a person was rejected; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    Object.entries(personRowReasons).map(([code, description]) => [code, { description }]),
  ),
});

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "What became of one row of a call about people." })
export class PersonRow {
  @Field(() => Int, { description: "Place of the row in the call, from 0." })
  index!: number;

  @Field(() => PersonRowOutcomeEnum, { description: "What became of it." })
  outcome!: string;

  @Field(() => PersonRowReasonEnum, { nullable: true, description: "Why it was rejected; null unless REJECTED." })
  reason!: string | null;

  @Field(() => [String], { description: 'Path inside the row, e.g. ["identity", "value"]; empty unless REJECTED.' })
  field!: readonly string[];

  @Field(() => [String], {
    description: "Values that would have been allowed, at most 30; empty where that is no list.",
  })
  allowed!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "What must hold and what came; for people; null unless REJECTED.",
  })
  message!: string | null;
}

/** A call's answer but for its problems. */
export interface AnsweredRows {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rows: readonly PersonRow[];
}

export function answerRows(answers: readonly AnsweredPersonRow[]): AnsweredRows {
  const count = (outcome: PersonRowOutcome): number => answers.filter((answer) => answer.outcome === outcome).length;
  return {
    accepted: count("ACCEPTED"),
    duplicates: count("DUPLICATE"),
    rejected: count("REJECTED"),
    rows: answers.map(({ index, outcome, rejection }) =>
      Object.assign(new PersonRow(), {
        ...{ index, outcome, reason: rejection?.reason ?? null, field: rejection?.field ?? [] },
        ...{ allowed: rejection?.allowed ?? [], message: rejection?.message ?? null },
      }),
    ),
  };
}

export const PersonRowUserError = userErrorType("PersonRow", {});
