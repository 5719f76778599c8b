import { normaliseKeyword } from "../../engines/search/normalise-keyword";
import type { MoneyRangeInput as MinorRange } from "../../engines/segmentation/rule-input";
import { integerKeyOf } from "../../graphql/node";
import { parseMinor } from "../../platform/money";
import { type UserProblem, UserProblems } from "../../platform/user-error";
import type { MoneyRangeInput, TouchRuleInput } from "./touch-rule.types";

type Path = readonly string[];

/** Conditions on touchpoints with a key in place of a node id, keywords in their one spelling and money in minor units. */
export function withKeysOfTouch(touch: TouchRuleInput, path: Path, problems: UserProblem[]) {
  const { keywords, value } = touch;
  return {
    ...touch,
    categoryId: keyOrProblem(touch.categoryId, problems, (id) => integerKeyOf("Category", id, [...path, "categoryId"])),
    keywords: keywords?.map(normaliseKeyword),
    value: value && minorRange(value, [...path, "value"], problems),
  };
}

export function minorRange(
  { currencyCode, min, max }: MoneyRangeInput,
  path: Path,
  problems: UserProblem[],
): MinorRange {
  const minor = (field: "min" | "max", amount: string | null | undefined): string | null => {
    if (amount == null) return null;
    const units = parseMinor(amount, currencyCode);
    if (units === null) {
      const got = `${amount} ${currencyCode}`.slice(0, 60);
      const message = `${field} must be an amount in an ISO 4217 currency, but got ${got}; write it in major units with at most its decimals.`;
      problems.push({ code: "INVALID_INPUT", field: [...path, field], message });
    }
    return units === null ? null : String(units);
  };
  return { currencyCode, min: minor("min", min), max: minor("max", max) };
}

/** Null for an absent id, and for a malformed one, whose problem is kept. */
export function keyOrProblem<Key>(
  id: string | null | undefined,
  problems: UserProblem[],
  read: (id: string) => Key,
): Key | null {
  if (id == null) return null;
  try {
    return read(id);
  } catch (error) {
    if (!(error instanceof UserProblems)) throw error;
    problems.push(...error.problems);
    return null;
  }
}
