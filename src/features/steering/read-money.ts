import { parseMinor } from "../../platform/money";
import { UserProblems } from "../../platform/user-error";

interface GivenMoney {
  readonly amount: string;
  readonly currencyCode: string;
}

/** Minor units of an amount of at least 0 in the plan's currency. */
export function readMoney({ amount, currencyCode }: GivenMoney, wanted: string, field: readonly string[]): bigint {
  const minor = currencyCode === wanted ? parseMinor(amount, wanted) : null;
  if (minor !== null && minor >= 0n) return minor;
  throw UserProblems.one(
    "INVALID_INPUT",
    field,
    `${field.at(-1)} must be an amount of at least 0 in whole minor units of ${wanted}, but got ${amount} ${currencyCode}.`,
  );
}
