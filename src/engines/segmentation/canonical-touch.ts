import { type DidRule, type FrequencyRule, type SequenceRule, type Window } from "./rule";
import { sorted } from "./sorted";
import {
  type Action,
  type AliasRule,
  type BrandScope,
  codeFields,
  type MoneyRange,
  type Site,
  type TouchCodes,
  type TouchRule,
} from "./touch-rule";

/** Which touchpoints. Absent fields ask nothing. */
export interface CanonicalTouch extends TouchCodes {
  readonly action: Action;
  readonly aliasOf?: AliasRule;
  readonly brand: BrandScope;
  readonly campaignCode?: string;
  readonly categoryId?: number;
  readonly keywords?: readonly string[];
  readonly platforms?: readonly string[];
  readonly site?: Site;
  readonly value?: MoneyRange;
}

/** At least `atLeast` touchpoints, which is 1 or more, and together worth at least `worth`. */
export interface CanonicalDid extends CanonicalTouch {
  readonly atLeast: number;
  /** Digits of minor units. */
  readonly worth?: { readonly currencyCode: string; readonly minor: string };
  readonly window: Window;
}

/** At least `atLeast` exposures off site, which is 1 or more. */
export interface CanonicalFrequency {
  readonly atLeast: number;
  readonly brand: BrandScope;
  readonly campaignCode?: string;
  readonly platforms?: readonly string[];
  readonly window: Window;
}

/** Absent bounds of the gap are 0 and none. */
export interface CanonicalSequence {
  readonly first: CanonicalTouch;
  readonly maxHours?: number;
  readonly minHours?: number;
  readonly second: CanonicalTouch;
  readonly window: Window;
}

export const didAtLeast = (did: DidRule, times: number): { readonly did: CanonicalDid } => ({
  did: inOrder({ ...canonicalTouch(did), atLeast: times, window: canonicalWindow(did.window) }),
});

export const didWorth = (did: DidRule, minor: bigint): { readonly did: CanonicalDid } => {
  const worth = { currencyCode: did.totalValue!.currencyCode, minor: String(minor) };
  return { did: inOrder({ ...didAtLeast(did, 1).did, worth }) };
};

export const frequencyAtLeast = (
  { brand, campaignCode, platforms, window }: FrequencyRule,
  times: number,
): { readonly frequency: CanonicalFrequency } => ({
  frequency: {
    atLeast: times,
    brand,
    ...(campaignCode !== null && { campaignCode }),
    ...(platforms && { platforms: sorted(platforms) }),
    window: canonicalWindow(window),
  },
});

export const canonicalSequence = ({ first, second, gap, window }: SequenceRule): CanonicalSequence => ({
  first: canonicalTouch(first),
  ...(gap.maxHours !== null && { maxHours: gap.maxHours }),
  ...(gap.minHours > 0 && { minHours: gap.minHours }),
  second: canonicalTouch(second),
  window: canonicalWindow(window),
});

function canonicalTouch(touch: TouchRule): CanonicalTouch {
  const { keywords, aliasOf, value } = touch;
  const codes = codeFields.flatMap((field) => (touch[field] ? [[field, sorted(touch[field])] as const] : []));
  return inOrder({
    action: touch.action,
    brand: touch.brand,
    ...Object.fromEntries(codes),
    ...(aliasOf && { aliasOf: aliasOf.productCodes ? { productCodes: sorted(aliasOf.productCodes) } : {} }),
    ...(touch.campaignCode !== null && { campaignCode: touch.campaignCode }),
    ...(touch.categoryId !== null && { categoryId: touch.categoryId }),
    ...(keywords && { keywords: sorted(keywords) }),
    ...(touch.platforms && { platforms: sorted(touch.platforms) }),
    ...(touch.site && { site: touch.site }),
    ...(value && { value: inOrder(value) }),
  });
}

function canonicalWindow(window: Window): Window {
  if ("days" in window) return { days: window.days };
  return "hours" in window ? { hours: window.hours } : { from: window.from, to: window.to };
}

/** Fields in the order of their names: that of the stored texts, whatever is added. */
const inOrder = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
