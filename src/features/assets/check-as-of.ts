import type { ProblemList } from "../../platform/user-error";

/** The oldest touchpoint that intake takes. */
const EARLIEST = new Date("2000-01-01T00:00:00Z");

/** An instant to label people at: any past one at which touchpoints can be. */
export function checkAsOf(problems: ProblemList, asOf: Date, now: Date, field: readonly string[]): void {
  const got = asOf.toISOString();
  if (asOf > now)
    problems.add("INVALID_INPUT", field, `asOf must not be in the future, but got ${got} at ${now.toISOString()}.`);
  if (asOf < EARLIEST)
    problems.add(
      "INVALID_INPUT",
      field,
      `asOf must not be before ${EARLIEST.toISOString()}, as no touchpoint is, but got ${got}.`,
    );
}
