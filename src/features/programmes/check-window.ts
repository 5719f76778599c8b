import { UserProblems } from "../../platform/user-error";
import type { Period } from "./programme";

/** Longest window: a year, which is also how far back a new customer must not have ordered. */
export const MAX_WINDOW_DAYS = 366;
const DAY_MS = 86_400_000;

export function checkWindow({ from, to }: Period): void {
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  if (days > 0 && days <= MAX_WINDOW_DAYS) return;
  throw UserProblems.one(
    "INVALID_INPUT",
    ["to"],
    `to must lie after from (${from.toISOString()}), at most ${MAX_WINDOW_DAYS} days, but got ${to.toISOString()}.`,
  );
}
