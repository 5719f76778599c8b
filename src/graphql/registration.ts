import { type ClassType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import type { Permission } from "../platform/permission";
import { MAX_REGISTERED_ROWS, type RegisteredRow } from "../platform/registration";
import type { UserProblem } from "../platform/user-error";
import { Access } from "./access";
import type { UserErrorShape } from "./user-errors";

const RegistrationOutcome = {
  REGISTERED: "REGISTERED",
  CHANGED: "CHANGED",
  UNCHANGED: "UNCHANGED",
  REJECTED: "REJECTED",
};
registerEnumType(RegistrationOutcome, {
  name: "RegistrationOutcome",
  description: "What became of one row.",
  valuesConfig: {
    REGISTERED: { description: "New." },
    CHANGED: { description: "Known by its code with other details, which it has no more." },
    UNCHANGED: { description: "Known with the same details; nothing changed." },
    REJECTED: { description: "Not taken; see reason." },
  },
});

/** Why rows of one kind are rejected: the enum's name, and what must hold by code. */
export interface RejectionReasons {
  readonly name: string;
  readonly reasons: Readonly<Record<string, string>>;
}

/** Makes the type of an answered row, `rowName`, with the enum of its reasons. */
function rowType(rowName: string, { name, reasons }: RejectionReasons, access: Permission): ClassType<object> {
  const values = Object.fromEntries(Object.keys(reasons).map((code) => [code, code]));
  registerEnumType(values, {
    name,
    description: "Why a row was rejected; clients must handle unknown values.",
    valuesConfig: Object.fromEntries(Object.entries(reasons).map(([code, description]) => [code, { description }])),
  });

  @Access(access)
  @ObjectType(rowName, { description: "What became of one row of a call." })
  class Row {
    @Field(() => Int, { description: "Place of the row in the call, from 0." })
    index!: number;

    @Field(() => RegistrationOutcome, { description: "What became of it." })
    outcome!: string;

    @Field(() => values, { nullable: true, description: "Why it was rejected; null unless REJECTED." })
    reason!: string | null;

    @Field(() => [String], { description: 'Path inside the row, e.g. ["cost", "amount"]; empty unless REJECTED.' })
    field!: readonly string[];

    @Field(() => String, {
      nullable: true,
      description: "What must hold and what came; for people; null unless REJECTED.",
    })
    message!: string | null;
  }
  return Row;
}

export interface RegistrationAnswer {
  readonly registered?: number | null;
  readonly changed?: number | null;
  readonly unchanged?: number | null;
  readonly rejected?: number | null;
  readonly rows: readonly object[];
  readonly userErrors: readonly UserProblem[];
}

/** Makes the base of payloads that answer row by row. */
export function registrationPayload(
  rowName: string,
  reasons: RejectionReasons,
  errorType: new () => UserErrorShape,
  access: Permission,
): abstract new () => RegistrationAnswer {
  const RowType = rowType(rowName, reasons, access);

  @Access(access)
  @ObjectType({ description: "Answer of a registration." })
  abstract class RegistrationPayload {
    @Field(() => Int, { nullable: true, description: "New rows; null when the whole call was refused." })
    registered?: number | null;

    @Field(() => Int, {
      nullable: true,
      description: "Rows with other details than before; null when the whole call was refused.",
    })
    changed?: number | null;

    @Field(() => Int, {
      nullable: true,
      description: "Rows that changed nothing; null when the whole call was refused.",
    })
    unchanged?: number | null;

    @Field(() => Int, { nullable: true, description: "Rows not taken; null when the whole call was refused." })
    rejected?: number | null;

    @Field(() => [RowType], {
      description: `One for each row of the call, at most ${MAX_REGISTERED_ROWS}, in order; empty when the whole call was refused.`,
    })
    rows!: readonly object[];

    @Field(() => [errorType], {
      description: "Why the whole call was refused; empty when its rows were answered.",
    })
    userErrors!: readonly UserProblem[];
  }
  return RegistrationPayload;
}

export function toRegistration(rows: readonly RegisteredRow<string>[]): Omit<RegistrationAnswer, "userErrors"> {
  const count = (outcome: RegisteredRow<string>["outcome"]): number =>
    rows.filter((row) => row.outcome === outcome).length;
  return {
    registered: count("REGISTERED"),
    changed: count("CHANGED"),
    unchanged: count("UNCHANGED"),
    rejected: count("REJECTED"),
    rows: rows.map(({ index, outcome, rejection }) => ({
      index,
      outcome,
      reason: rejection?.reason ?? null,
      field: rejection?.field ?? [],
      message: rejection?.message ?? null,
    })),
  };
}
