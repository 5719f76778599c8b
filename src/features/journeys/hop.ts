import type { Action } from "../touchpoints";

/*
 * Terms of this feature
 *
 * hop:       one of the five links of a journey, EXPOSURE to REPEAT.
 * chain:     a person's hops in order of time: hop k is reached at the person's earliest act of hop k at or after the instant at
 *            which hop k-1 was reached, and not at all without hop k-1. EXPOSURE is reached at the earliest exposure.
 * reach:     distinct people, also over several platforms; reaches never add up.
 * exposure:  a contact by media that was served; an opportunity to see is no contact of a person and counts nowhere here.
 */

export const hops = ["EXPOSURE", "VISIT", "ENGAGE", "ORDER", "REPEAT"] as const;
export type Hop = (typeof hops)[number];

/**
 * Which actions make a hop (capabilities 1.4a). A click shows that the placement was met, not that the shop was reached, so it
 * is an exposure: nobody is taken to have arrived who was not seen to. ENGAGE takes what makes a person A2 at once. Reviews,
 * refunds, membership that ends or changes, and benefits are consequences of hops, not hops.
 */
export const hopActions: Readonly<Record<Hop, readonly Action[]>> = {
  EXPOSURE: ["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW"],
  VISIT: ["VISIT", "PRODUCT_VIEW"],
  ENGAGE: ["SEARCH", "FAVOURITE", "FOLLOW", "ADD_TO_CART", "CONSULT", "MEMBER_JOIN", "SHARE", "ANSWER"],
  ORDER: ["ORDER"],
  REPEAT: ["ORDER"],
};

/** The first hop that an action makes; null: it makes none. */
export const hopOf = (action: Action): Hop | null => hops.find((hop) => hopActions[hop].includes(action)) ?? null;
