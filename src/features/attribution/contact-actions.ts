/**
 * Actions that are contacts by media: the touches that credit can be given to. In each of them the person met the brand
 * through a placement. What a person does of their own in answer (favourite, follow, cart, consultation, share, answer,
 * review) is a step towards the order and would credit the same contact twice; orders, refunds, membership and benefits
 * are outcomes.
 */
export const CONTACT_ACTIONS = [
  "IMPRESSION",
  "CONTENT_VIEW",
  "CLICK",
  "LIVE_VIEW",
  "SEARCH",
  "VISIT",
  "PRODUCT_VIEW",
] as const;
