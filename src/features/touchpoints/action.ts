/** What a person did: the closed list of the default rule set, in the order of the ClickHouse enum. */
export const actions = [
  "IMPRESSION",
  "CONTENT_VIEW",
  "CLICK",
  "LIVE_VIEW",
  "SEARCH",
  "VISIT",
  "PRODUCT_VIEW",
  "FAVOURITE",
  "FOLLOW",
  "ADD_TO_CART",
  "REMOVE_FROM_CART",
  "CONSULT",
  "ORDER",
  "REFUND",
  "REVIEW",
  "SHARE",
  "ANSWER",
  "MEMBER_JOIN",
  "MEMBER_LEAVE",
  "MEMBER_TIER",
  "BENEFIT_ISSUE",
  "BENEFIT_REDEEM",
] as const;

export type Action = (typeof actions)[number];

export const sites = ["OFF_SITE", "ON_SITE"] as const;
export type Site = (typeof sites)[number];
