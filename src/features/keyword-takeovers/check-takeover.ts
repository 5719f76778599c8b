import { normaliseKeyword } from "../../engines/search/normalise-keyword";
import { quoted } from "../../platform/registration";
import type { ProblemList } from "../../platform/user-error";
import { widenToHours } from "../../platform/whole-hours";
import { isText } from "../campaigns";
import { MAX_KEYWORDS, MAX_TAKEOVER_DAYS, type NewTakeover } from "./keyword-takeover";

/** Longest code and keyword: those of touchpoints. */
const MAX_LENGTH = 200;
const DAY_MS = 86_400_000;

export interface TakeoverFacts {
  readonly platforms: readonly string[];
  readonly zone: string;
}

/** Adds what is wrong with a booking; answers it with the keywords in their one spelling, each once. */
export function checkTakeover(problems: ProblemList, input: NewTakeover, facts: TakeoverFacts): NewTakeover {
  const { platform, slotCode, productCode, keywords, startsAt, endsAt } = input;
  const refuse = (field: readonly string[], message: string): void =>
    problems.add("INVALID_INPUT", ["input", ...field], message);
  if (!facts.platforms.includes(platform))
    refuse(["platform"], `platform must be one of ${facts.platforms.join(", ")}, but got ${quoted(platform)}.`);
  for (const [field, code] of Object.entries({ slotCode, productCode }))
    if (!isText(code, MAX_LENGTH))
      refuse(
        [field],
        `${field} must be 1 to ${MAX_LENGTH} characters, none of them a control character, but got ${quoted(code)}.`,
      );
  if (keywords.length < 1 || keywords.length > MAX_KEYWORDS)
    refuse(["keywords"], `keywords must have 1 to ${MAX_KEYWORDS} elements, but got ${keywords.length}.`);
  keywords.forEach((keyword, index) => {
    if (isText(keyword, MAX_LENGTH) && normaliseKeyword(keyword) !== "") return;
    refuse(
      ["keywords", String(index)],
      `keywords.${index} must be 1 to ${MAX_LENGTH} characters, none of them a control character and not all spaces, but got ${quoted(keyword)}.`,
    );
  });
  const days = (endsAt.getTime() - startsAt.getTime()) / DAY_MS;
  if (days <= 0 || days > MAX_TAKEOVER_DAYS)
    refuse(
      ["endsAt"],
      `endsAt must lie after startsAt (${startsAt.toISOString()}), at most ${MAX_TAKEOVER_DAYS} days, but got ${endsAt.toISOString()}.`,
    );
  for (const [field, at] of Object.entries({ startsAt, endsAt }))
    if (widenToHours({ from: at, to: at }, facts.zone).from < at)
      refuse([field], `${field} must be a whole hour in ${facts.zone}, but got ${at.toISOString()}.`);
  return { ...input, keywords: [...new Set(keywords.map(normaliseKeyword))] };
}
