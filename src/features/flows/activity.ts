import { UserProblems } from "../../platform/user-error";
import type { Action } from "../touchpoints";

/*
 * Terms of activity
 *
 * active:      did something with the brand: a touchpoint of one of the actions asked for.
 * new:         active for the first time, as far back as touchpoints reach.
 * retained:    active in the period before as well.
 * resurrected: active before, but not in the period before.
 * churned:     active in the period before and not in this one.
 * gap:         days between two days in a row on which a person was active.
 */

/** What people do of their own accord; being shown or given something is no activity, nor is taking something back. */
export const ownActions: readonly Action[] = [
  "CONTENT_VIEW",
  "CLICK",
  "LIVE_VIEW",
  "SEARCH",
  "VISIT",
  "PRODUCT_VIEW",
  "FAVOURITE",
  "FOLLOW",
  "ADD_TO_CART",
  "CONSULT",
  "ORDER",
  "REVIEW",
  "SHARE",
  "ANSWER",
  "MEMBER_JOIN",
  "BENEFIT_REDEEM",
];

/** Each action once. */
export function actionsAsked(actions: readonly Action[] | null): readonly Action[] {
  if (actions?.length === 0)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["actions"],
      "actions must name at least one action; leave it out for everything that people do of their own accord.",
    );
  return [...new Set(actions ?? ownActions)];
}
