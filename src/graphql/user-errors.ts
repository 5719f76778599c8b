import { Field, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { type UserProblem, UserProblems } from "../platform/user-error";
import { Access } from "./access";

@InterfaceType({
  description: "A problem that the caller can mend.",
  resolveType: (value: object) => value.constructor.name,
})
export abstract class UserError {
  @Field({ description: "What must hold, what came, and what to do; for people." })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path of the argument, e.g. ["input", "name"]; null when it concerns the whole call.',
  })
  field!: readonly string[] | null;
}

/** Codes that any mutation may answer; areas add their own. */
const COMMON_CODES = {
  INVALID_ID: "An id is malformed or of another type.",
  NOT_FOUND: "The object does not exist or is not visible to this key.",
  INVALID_INPUT: "A value is outside of what its field allows.",
  VERSION_CONFLICT: "The object was changed since `expectedVersion`; the message names the current version.",
} as const;

export interface UserErrorShape {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[] | null;
}

/** Makes `<area>UserError` with its own enum `<area>ErrorCode`: the common codes and `codes`, each described. */
export function userErrorType(area: string, codes: Readonly<Record<string, string>>): new () => UserErrorShape {
  const described = { ...COMMON_CODES, ...codes };
  const values = Object.fromEntries(Object.keys(described).map((code) => [code, code]));
  registerEnumType(values, {
    name: `${area}ErrorCode`,
    description: `Why a call about ${area} was refused; clients must handle unknown values.`,
    valuesConfig: Object.fromEntries(Object.entries(described).map(([code, description]) => [code, { description }])),
  });

  @Access("SIGNED_IN")
  @ObjectType(`${area}UserError`, {
    implements: UserError,
    description: `A problem with a call about ${area} that the caller can mend.`,
  })
  class AreaUserError extends UserError {
    @Field(() => values, { description: "Machine-readable reason." })
    code!: string;
  }
  return AreaUserError;
}

/**
 * Runs a mutation's use case: its object on success, the caller's problems as rows, anything else thrown on.
 * `refused` is what a refused call answers beside its problems, for fields that are never null.
 */
export async function payload<T extends object>(
  useCase: () => Promise<T>,
  refused: Partial<T> = {},
): Promise<T & { userErrors: readonly UserProblem[] }> {
  try {
    return { ...(await useCase()), userErrors: [] };
  } catch (error) {
    if (error instanceof UserProblems) {
      return { ...refused, userErrors: error.problems } as T & { userErrors: readonly UserProblem[] };
    }
    throw error;
  }
}
