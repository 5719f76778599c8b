import type { Action, BrandScope } from "../../engines/segmentation/rule";
import type { DidInput, RuleInput } from "../../engines/segmentation/rule-input";
import { type Hop, hopActions } from "../journeys";

/** Exposed off site to the brand in the days. */
export const exposedWithin = (days: number): RuleInput => ({ frequency: { min: 1, within: { days } } });

/** Did any of the actions of the hops, under the same conditions. */
export const didAny = (hops: readonly Hop[], conditions: Omit<DidInput, "action">): RuleInput => ({
  anyOf: actionsOf(hops).map((action) => ({ did: { action, ...conditions } })),
});

/** Did anything on site; what others do about a person, like a refund or an issued benefit, is no arrival. */
export const onSite = (brand: BrandScope, days: number): RuleInput =>
  didAny(["EXPOSURE", "VISIT", "ENGAGE", "ORDER"], { brand, site: "ON_SITE", within: { days } });

export const orderedWithin = (days: number): RuleInput => ({ did: { action: "ORDER", within: { days } } });

export const actionsOf = (hops: readonly Hop[]): readonly Action[] => [
  ...new Set(hops.flatMap((hop) => hopActions[hop])),
];
