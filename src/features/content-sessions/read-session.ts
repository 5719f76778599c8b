import { parseMinor } from "../../platform/money";
import { quoted } from "../../platform/registration";
import { isText } from "../campaigns";
import type { CheckedSession, NewContentSession, SessionRejection } from "./content-session";

/** Longest code: that of a touchpoint's `contentCode`. */
const MAX_LENGTH = 200;
export const MAX_SESSION_DAYS = 92;
const DAY_MS = 86_400_000;

export interface SessionFacts {
  readonly platforms: ReadonlySet<string>;
  readonly currencyCode: string;
}

/** The first problem found rejects the row. */
export function readSession(row: NewContentSession, facts: SessionFacts): CheckedSession | SessionRejection {
  const { code, title, contentCode, platform, startsAt, endsAt } = row;
  for (const [field, text] of Object.entries({ code, title, contentCode }))
    if (!isText(text, MAX_LENGTH) || text.trim() === "")
      return invalid(
        [field],
        `${field} must be 1 to ${MAX_LENGTH} characters, none of them a control character and not all spaces, but got ${quoted(text)}.`,
      );
  if (!facts.platforms.has(platform))
    return {
      reason: "UNKNOWN_PLATFORM",
      field: ["platform"],
      message: `platform must be one of ${[...facts.platforms].join(", ")}, but got ${quoted(platform)}.`,
    };
  const days = (endsAt.getTime() - startsAt.getTime()) / DAY_MS;
  if (days <= 0 || days > MAX_SESSION_DAYS)
    return invalid(
      ["endsAt"],
      `endsAt must lie after startsAt (${startsAt.toISOString()}), at most ${MAX_SESSION_DAYS} days, but got ${endsAt.toISOString()}.`,
    );
  return readGoal(row, facts);
}

function readGoal(
  { goal, ...row }: NewContentSession,
  { currencyCode }: SessionFacts,
): CheckedSession | SessionRejection {
  if (goal === null) return { ...row, goal };
  if (goal.currencyCode !== currencyCode)
    return {
      reason: "WRONG_CURRENCY",
      field: ["goal", "currencyCode"],
      message: `goal must be in the brand's currency ${currencyCode}, but got ${quoted(goal.currencyCode)}; convert it before it is sent.`,
    };
  const minor = parseMinor(goal.amount, currencyCode);
  if (minor === null || minor <= 0n)
    return invalid(
      ["goal", "amount"],
      `goal must be an amount above 0 in whole minor units of ${currencyCode}, but got ${goal.amount}; leave it out when there is none.`,
    );
  return { ...row, goal: { minor, currencyCode } };
}

const invalid = (field: readonly string[], message: string): SessionRejection => ({
  reason: "INVALID_VALUE",
  field,
  message,
});
