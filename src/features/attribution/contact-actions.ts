import type { Action } from "../touchpoints";
import type { ConversionAction } from "./conversion-action";
import type { ContactClass } from "./journey-question";

/**
 * Actions that are contacts by media: the touches that credit can be given to. In each of them the person met the brand
 * through a placement. What a person does of their own in answer (favourite, follow, cart, consultation, share, answer,
 * review) is a step towards the order and would credit the same contact twice; orders, refunds, membership and benefits
 * are outcomes.
 */
export const CONTACT_ACTIONS: Readonly<Record<ContactClass, readonly Action[]>> = {
  SHOWN: ["IMPRESSION", "CONTENT_VIEW", "LIVE_VIEW"],
  ENGAGED: ["CLICK", "SEARCH", "VISIT", "PRODUCT_VIEW"],
};

/** Those that may be credited for a conversion: what is to be explained explains nothing. */
export const contactsFor = (conversion: ConversionAction): readonly Action[] =>
  [...CONTACT_ACTIONS.SHOWN, ...CONTACT_ACTIONS.ENGAGED].filter((action) => action !== conversion);
