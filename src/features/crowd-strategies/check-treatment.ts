import type { ProblemList } from "../../platform/user-error";
import { isText } from "../campaigns";
import type { Treatment } from "./crowd-strategy";

/** Bids above ten times the usual are slips of the comma. */
export const MAX_BID_MULTIPLIER = 10;
export const MAX_CAP_DAYS = 365;

export function checkTreatment(
  problems: ProblemList,
  { channels, creativeGroup, bidMultiplier, frequencyCap }: Treatment,
  platforms: readonly string[],
  path: readonly string[],
): void {
  const refuse = (field: readonly string[], message: string): void =>
    problems.add("INVALID_INPUT", [...path, ...field], message);
  for (const [index, code] of channels.entries())
    if (!platforms.includes(code) || channels.indexOf(code) < index)
      refuse(
        ["channels", String(index)],
        `channels must be different ones of ${platforms.join(", ")}, but got "${code.slice(0, 60)}".`,
      );
  if (creativeGroup !== null && !isText(creativeGroup, 120))
    refuse(
      ["creativeGroup"],
      "creativeGroup must be 1 to 120 characters, none of them a control character; leave it out for none.",
    );
  if (!(Number(bidMultiplier) >= 0 && Number(bidMultiplier) <= MAX_BID_MULTIPLIER))
    refuse(
      ["bidMultiplier"],
      `bidMultiplier must be 0 to ${MAX_BID_MULTIPLIER}, but got ${bidMultiplier}; 1 bids as usual.`,
    );
  if (frequencyCap === null) return;
  if (frequencyCap.touches < 1)
    refuse(["frequencyCap", "touches"], `touches must be at least 1, but got ${frequencyCap.touches}.`);
  if (frequencyCap.days < 1 || frequencyCap.days > MAX_CAP_DAYS)
    refuse(["frequencyCap", "days"], `days must be 1 to ${MAX_CAP_DAYS}, but got ${frequencyCap.days}.`);
}
