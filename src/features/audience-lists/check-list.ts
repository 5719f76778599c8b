import type { ProblemList } from "../../platform/user-error";
import type { IdentityNamespace } from "../brands";
import { DEFAULT_LIST_DAYS, MAX_LIST_DAYS, MAX_LIST_NAME, MAX_VALUES, type NewAudienceList } from "./audience-list";

const DAY_MS = 86_400_000;

/** All that is wrong with a new list but for its rows, which are answered one by one. */
export function checkList(
  problems: ProblemList,
  { name, namespace, expiresAt, values }: NewAudienceList,
  namespaces: readonly IdentityNamespace[],
  now: Date,
): void {
  if (name.trim() === "" || name.length > MAX_LIST_NAME || /\p{Cc}/u.test(name)) {
    const rule = `1 to ${MAX_LIST_NAME} characters, none of them a control character and not all spaces`;
    problems.add("INVALID_INPUT", ["input", "name"], `name must be ${rule}, but got ${name.length} characters.`);
  }
  if (!namespaces.some(({ code }) => code === namespace)) {
    const known = namespaces.map(({ code }) => code).join(", ");
    const message = `namespace must be one of ${known}, but got "${namespace.slice(0, 60)}".`;
    problems.add("INVALID_INPUT", ["input", "namespace"], message);
  }
  const latest = new Date(now.getTime() + MAX_LIST_DAYS * DAY_MS);
  if (expiresAt && (expiresAt <= now || expiresAt > latest)) {
    const message = `expiresAt must be in the ${MAX_LIST_DAYS} days after ${now.toISOString()}, but got ${expiresAt.toISOString()}.`;
    problems.add("INVALID_INPUT", ["input", "expiresAt"], message);
  }
  checkValues(problems, values, ["input", "values"]);
}

export function checkValues(problems: ProblemList, values: readonly string[], path: readonly string[]): void {
  if (values.length >= 1 && values.length <= MAX_VALUES) return;
  const message = `values must have 1 to ${MAX_VALUES} elements, but got ${values.length}; add more with extendAudienceList.`;
  problems.add("INVALID_INPUT", path, message);
}

export const expiryOf = (expiresAt: Date | null, now: Date): Date =>
  expiresAt ?? new Date(now.getTime() + DEFAULT_LIST_DAYS * DAY_MS);
