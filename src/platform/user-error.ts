/**
 * A problem that the caller can mend: it becomes a `userErrors` row, never a top-level error.
 * `field` is the path in the mutation's arguments, e.g. ["input", "steps", "0", "to"].
 */
export interface UserProblem {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[] | null;
}

/** Thrown by services with every problem found at once; the payload helper of `graphql/` turns it into rows. */
export class UserProblems extends Error {
  readonly problems: readonly UserProblem[];

  constructor(problems: readonly UserProblem[]) {
    super(problems.map((problem) => problem.message).join(" "));
    this.problems = problems;
  }

  static one(code: string, field: readonly string[] | null, message: string): UserProblems {
    return new UserProblems([{ code, field, message }]);
  }
}

/** Collects problems while input is read, then throws them together. */
export class ProblemList {
  private readonly problems: UserProblem[] = [];

  add(code: string, field: readonly string[] | null, message: string): void {
    this.problems.push({ code, field, message });
  }

  addAll(problems: readonly UserProblem[]): void {
    this.problems.push(...problems);
  }

  get all(): readonly UserProblem[] {
    return this.problems;
  }

  get isEmpty(): boolean {
    return this.problems.length === 0;
  }

  throwIfAny(): void {
    if (this.problems.length > 0) throw new UserProblems(this.problems);
  }
}

/** The request as a whole cannot be served; `code` is one of the closed list of top-level codes (README). */
export class RequestError extends Error {
  readonly code: RequestErrorCode;

  constructor(code: RequestErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type RequestErrorCode =
  | "BAD_USER_INPUT"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "IDEMPOTENCY_KEY_REUSED"
  | "RATE_LIMITED"
  | "UNAVAILABLE"
  | "DEADLINE_EXCEEDED";
