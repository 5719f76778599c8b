import type { DidRule, FrequencyRule, SequenceRule, Times, Window } from "./rule";
import type { Action, BrandScope, CodeField, MoneyRange, Site, TouchRule } from "./touch-rule";
import type { RuleNames } from "./wording";

export function didPhrase(rule: DidRule, names: RuleNames): string {
  const { action, times, totalValue, window } = rule;
  const isCounted = !totalValue || times.min > 0 || times.max !== null;
  return [
    `with ${isCounted ? counted(NOUNS[action], times) : NOUNS[action][1]}`,
    ...conditions(rule, names),
    ...(totalValue
      ? [`worth ${range(totalValue, names)} in total${totalValue.min === undefined ? " or none" : ""}`]
      : []),
    when(window),
  ].join(" ");
}

export function frequencyPhrase(
  { brand, platforms, campaignCode, times, window }: FrequencyRule,
  names: RuleNames,
): string {
  return [
    `with ${counted(["exposure", "exposures"], times)} ${BRANDS[brand]}`,
    ...(platforms ? [`on ${either(platforms.map(names.platform))}`] : []),
    SITES.OFF_SITE,
    ...(campaignCode === null ? [] : [`in campaign ${campaignCode}`]),
    when(window),
  ].join(" ");
}

export function sequencePhrase({ first, second, gap, window }: SequenceRule, names: RuleNames): string {
  const once = (touch: TouchRule): string =>
    [counted(NOUNS[touch.action], { min: 1, max: null }), ...conditions(touch, names)].join(" ");
  return `with ${once(first)} and, ${later(gap)}, ${once(second)}, both ${when(window)}`;
}

function later({ minHours, maxHours }: SequenceRule["gap"]): string {
  if (maxHours === null) return minHours === 0 ? "later" : `at least ${span(minHours)} later`;
  return minHours === 0 ? `at most ${span(maxHours)} later` : `${span(minHours)} to ${span(maxHours)} later`;
}

const span = (hours: number): string => (hours % 24 === 0 ? amount(hours / 24, "day") : amount(hours, "hour"));
const amount = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;

function conditions(touch: TouchRule, names: RuleNames): readonly string[] {
  const { platforms, site, categoryId, campaignCode, keywords, aliasOf, value } = touch;
  return [
    BRANDS[touch.brand],
    ...(platforms ? [`on ${either(platforms.map(names.platform))}`] : []),
    ...(site ? [SITES[site]] : []),
    ...(categoryId === null ? [] : [`in category ${names.category(categoryId)}`]),
    ...(campaignCode === null ? [] : [`in campaign ${campaignCode}`]),
    ...CODES.flatMap(([field, words]) => (touch[field] ? [`${words} ${either(touch[field])}`] : [])),
    ...(keywords ? [`for ${either(keywords.map((keyword) => `"${keyword}"`))}`] : []),
    ...(aliasOf ? [`for an alias of ${aliased(aliasOf.productCodes)}`] : []),
    ...(value ? [`worth ${range(value, names)} each`] : []),
  ];
}

const aliased = (productCodes: readonly string[] | undefined): string =>
  productCodes ? `product ${either(productCodes)}` : "the brand or its products";

function range({ min, max, currencyCode }: MoneyRange, { money }: RuleNames): string {
  if (max === undefined) return `at least ${money(min!, currencyCode)}`;
  if (min === undefined) return `at most ${money(max, currencyCode)}`;
  return `${money(min, currencyCode)} to ${money(max, currencyCode)}`;
}

function counted([one, many]: readonly [string, string], { min, max }: Times): string {
  const noun = (count: number): string => `${count} ${count === 1 ? one : many}`;
  if (max === 0) return `no ${many}`;
  if (max === null) return min === 0 ? `any number of ${many}` : `at least ${noun(min)}`;
  if (min === max) return `exactly ${noun(max)}`;
  return min === 0 ? `at most ${noun(max)}` : `${min} to ${noun(max)}`;
}

function when(window: Window): string {
  if ("days" in window) return `in the last ${days(window.days)}`;
  if ("hours" in window) return `in the last ${window.hours === 1 ? "hour" : `${window.hours} hours`}`;
  return `from ${window.from} until ${window.to}`;
}

export const days = (count: number): string => (count === 1 ? "day" : `${count} days`);

export const either = (words: readonly string[]): string => words.join(" or ");

const CODES: readonly (readonly [CodeField, string])[] = [
  ["programmeCodes", "in programme"],
  ["placementCodes", "at placement"],
  ["slotCodes", "in slot"],
  ["creativeCodes", "with creative"],
  ["contentCodes", "of content"],
  ["creatorCodes", "by creator"],
  ["productCodes", "of product"],
];
export const BRANDS: Readonly<Record<BrandScope, string>> = {
  OWN: "of this brand",
  RIVAL: "of rival brands",
  ANY: "of any brand",
};
const SITES: Readonly<Record<Site, string>> = { OFF_SITE: "off site", ON_SITE: "on site" };

/** One and many. */
const NOUNS: Readonly<Record<Action, readonly [string, string]>> = {
  IMPRESSION: ["impression", "impressions"],
  CONTENT_VIEW: ["content view", "content views"],
  CLICK: ["click", "clicks"],
  LIVE_VIEW: ["live view", "live views"],
  SEARCH: ["search", "searches"],
  VISIT: ["visit", "visits"],
  PRODUCT_VIEW: ["product view", "product views"],
  FAVOURITE: ["favourite", "favourites"],
  FOLLOW: ["follow", "follows"],
  ADD_TO_CART: ["addition to cart", "additions to cart"],
  REMOVE_FROM_CART: ["removal from cart", "removals from cart"],
  CONSULT: ["consultation", "consultations"],
  ORDER: ["order", "orders"],
  REFUND: ["refund", "refunds"],
  REVIEW: ["review", "reviews"],
  SHARE: ["share", "shares"],
  ANSWER: ["answer", "answers"],
  MEMBER_JOIN: ["joining as member", "joinings as member"],
  MEMBER_LEAVE: ["leaving as member", "leavings as member"],
  MEMBER_TIER: ["change of member tier", "changes of member tier"],
  BENEFIT_ISSUE: ["issued benefit", "issued benefits"],
  BENEFIT_REDEEM: ["redeemed benefit", "redeemed benefits"],
};
