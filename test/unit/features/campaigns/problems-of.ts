import { ProblemList, type UserProblem, UserProblems } from "../../../../src/platform/user-error";

/** What a check adds to the list of problems. */
export function problemsOf(check: (problems: ProblemList) => void): readonly UserProblem[] {
  const problems = new ProblemList();
  check(problems);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    if (error instanceof UserProblems) return error.problems;
    throw error;
  }
}
