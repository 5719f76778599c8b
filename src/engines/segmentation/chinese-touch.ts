import type { DidRule, FrequencyRule, SequenceRule, Times, Window } from "./rule";
import type { Action, BrandScope, CodeField, MoneyRange, Site, TouchRule } from "./touch-rule";
import type { RuleNames } from "./wording";

export function didPhrase(rule: DidRule, names: RuleNames): string {
  const { times, totalValue, window } = rule;
  const isCounted = !totalValue || times.min > 0 || times.max !== null;
  const total = totalValue ? `累计${range(totalValue, names)}${totalValue.min === undefined ? "(含没有)" : ""}的` : "";
  return `${when(window)}${where(rule, names)}${isCounted ? counted(times) : "有"}${total}${what(rule, names)}`;
}

export function frequencyPhrase(
  { brand, platforms, campaignCode, times, window }: FrequencyRule,
  names: RuleNames,
): string {
  const on = platforms ? `在${either(platforms.map(names.platform))}` : "";
  const during = campaignCode === null ? "" : `在活动${campaignCode}中`;
  return `${when(window)}${on}${SITES.OFF_SITE}${during}${counted(times)}${BRANDS[brand]}触达`;
}

export function sequencePhrase({ first, second, gap, window }: SequenceRule, names: RuleNames): string {
  const once = (touch: TouchRule): string =>
    `${where(touch, names)}${counted({ min: 1, max: null })}${what(touch, names)}`;
  return `${when(window)}先${once(first)}再${later(gap)}${once(second)}`;
}

function later({ minHours, maxHours }: SequenceRule["gap"]): string {
  if (maxHours === null) return minHours === 0 ? "" : `于至少${span(minHours)}后`;
  return minHours === 0 ? `于${span(maxHours)}内` : `于${span(minHours)}至${span(maxHours)}后`;
}

const span = (hours: number): string => (hours % 24 === 0 ? `${hours / 24}天` : `${hours}小时`);

/** What stands before the count: where it happened and what brought it about. */
function where(touch: TouchRule, names: RuleNames): string {
  const { platforms, site, categoryId, campaignCode } = touch;
  return [
    ...(platforms ? [`在${either(platforms.map(names.platform))}`] : []),
    ...(site ? [SITES[site]] : []),
    ...(categoryId === null ? [] : [`在${names.category(categoryId)}类目`]),
    ...(campaignCode === null ? [] : [`在活动${campaignCode}中`]),
    ...CODES.flatMap(([field, before, after]) => (touch[field] ? [`${before}${either(touch[field])}${after}`] : [])),
  ].join("");
}

/** What was done, with what it was about. */
function what(touch: TouchRule, names: RuleNames): string {
  const { action, brand, keywords, aliasOf, productCodes, value } = touch;
  return [
    ...(value ? [`每次${range(value, names)}的`] : []),
    ...(keywords ? [`关键词为${either(keywords.map((keyword) => `“${keyword}”`))}的`] : []),
    ...(aliasOf ? [`关键词含${aliased(aliasOf.productCodes)}别称的`] : []),
    ...(productCodes ? [`商品${either(productCodes)}的`] : []),
    BRANDS[brand],
    NOUNS[action],
  ].join("");
}

const aliased = (productCodes: readonly string[] | undefined): string =>
  productCodes ? `商品${either(productCodes)}` : "本品牌或其商品";

function range({ min, max, currencyCode }: MoneyRange, { money }: RuleNames): string {
  if (max === undefined) return `至少${money(min!, currencyCode)}`;
  if (min === undefined) return `至多${money(max, currencyCode)}`;
  return `${money(min, currencyCode)}至${money(max, currencyCode)}`;
}

function counted({ min, max }: Times): string {
  if (max === 0) return "没有";
  if (max === null) return min === 0 ? "有任意次" : `有至少${min}次`;
  if (min === max) return `恰有${max}次`;
  return min === 0 ? `有至多${max}次` : `有${min}至${max}次`;
}

function when(window: Window): string {
  if ("days" in window) return `近${window.days}天内`;
  return "hours" in window ? `近${window.hours}小时内` : `${window.from}起至${window.to}前`;
}

export const either = (words: readonly string[]): string => words.join("或");

const CODES: readonly (readonly [Exclude<CodeField, "productCodes">, string, string])[] = [
  ["programmeCodes", "在媒体计划", "中"],
  ["placementCodes", "在广告位", ""],
  ["slotCodes", "在资源位", ""],
  ["creativeCodes", "对创意", ""],
  ["contentCodes", "对内容", ""],
  ["creatorCodes", "对达人", ""],
];
export const BRANDS: Readonly<Record<BrandScope, string>> = { OWN: "本品牌", RIVAL: "竞品", ANY: "任意品牌" };
const SITES: Readonly<Record<Site, string>> = { OFF_SITE: "站外", ON_SITE: "站内" };
const NOUNS: Readonly<Record<Action, string>> = {
  IMPRESSION: "曝光",
  CONTENT_VIEW: "内容浏览",
  CLICK: "点击",
  LIVE_VIEW: "直播观看",
  SEARCH: "搜索",
  VISIT: "进店",
  PRODUCT_VIEW: "商品浏览",
  FAVOURITE: "收藏",
  FOLLOW: "关注",
  ADD_TO_CART: "加购",
  REMOVE_FROM_CART: "移出购物车",
  CONSULT: "咨询",
  ORDER: "下单",
  REFUND: "退款",
  REVIEW: "评价",
  SHARE: "分享",
  ANSWER: "回答",
  MEMBER_JOIN: "入会",
  MEMBER_LEAVE: "退会",
  MEMBER_TIER: "会员等级变更",
  BENEFIT_ISSUE: "权益发放",
  BENEFIT_REDEEM: "权益核销",
};
