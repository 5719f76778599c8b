import type { Action, BrandScope, CrowdGroup, DidRule, Intent, Loyalty, RfmRule, Site, Stage } from "./rule";
import type { RuleNames, Wording } from "./wording";

export function chineseWording(names: RuleNames): Wording {
  return {
    sentence: (phrase) => `人群:${phrase}。`,
    all: (phrases) => phrases.join(",且"),
    any: (phrases) => phrases.join(",或"),
    not: (phrase) => `非${phrase}`,
    bracket: (phrase) => `(${phrase})`,
    did: (rule) => didPhrase(rule, names),
    stage: (rule) => `${rule.at ? `在${rule.at}` : ""}处于${either(rule.in.map((stage) => STAGES[stage]))}阶段`,
    cell: (rule) =>
      `九宫格为${either(rule.intent.map((intent) => INTENTS[intent]))}意向的${either(rule.loyalty.map((loyalty) => LOYALTIES[loyalty]))}人群`,
    group: (rule) => `属于${either(rule.in.map((group) => GROUPS[group]))}`,
    pack: (rule) => `在人群包“${names.pack(rule.id)}”中`,
    rfm: (rule) => rfmPhrase(rule, names),
    lookAlike: ({ modelId, topPercent }) => `在相似人群模型“${names.lookAlike(modelId)}”的前${topPercent}%`,
  };
}

function didPhrase(rule: DidRule, names: RuleNames): string {
  const { platforms, site, categoryId, campaignCode, window } = rule;
  return [
    "days" in window ? `近${window.days}天内` : `${window.from}起至${window.to}前`,
    ...(platforms ? [`在${either(platforms.map(names.platform))}`] : []),
    ...(site ? [SITES[site]] : []),
    ...(categoryId === null ? [] : [`在${names.category(categoryId)}类目`]),
    ...(campaignCode === null ? [] : [`在活动${campaignCode}中`]),
    `${counted(rule)}${BRANDS[rule.brand]}${NOUNS[rule.action]}`,
  ].join("");
}

function counted({ times: { min, max } }: DidRule): string {
  if (max === 0) return "没有";
  if (max === null) return min === 0 ? "有任意次" : `有至少${min}次`;
  if (min === max) return `恰有${max}次`;
  return min === 0 ? `有至多${max}次` : `有${min}至${max}次`;
}

function rfmPhrase({ brand, categoryId, days, ...axes }: RfmRule, names: RuleNames): string {
  const scored = (["recency", "frequency", "monetary"] as const).flatMap((axis) => {
    const range = axes[axis];
    if (!range) return [];
    return `${AXES[axis]}${range.min === range.max ? range.min : `${range.min}至${range.max}`}分`;
  });
  const category = categoryId === null ? "" : `在${names.category(categoryId)}类目`;
  return `近${days}天内${category}${BRANDS[brand]}购买者中${scored.join("、")}`;
}

/** 购买频次/周期/客单 of capability G19. */
const AXES = { recency: "最近购买", frequency: "购买频次", monetary: "客单价" } as const;

const either = (words: readonly string[]): string => words.join("或");

/** The practice's own words: capabilities V23, V66 and V67. */
const STAGES: Readonly<Record<Stage, string>> = { AWARE: "认知", APPEAL: "吸引", ACT: "行动", ADVOCATE: "拥护" };
const INTENTS: Readonly<Record<Intent, string>> = { BRAND: "品牌", CATEGORY: "品类", PLATFORM: "平台" };
const LOYALTIES: Readonly<Record<Loyalty, string>> = { LOYAL: "忠诚", POTENTIAL: "潜客", SWING: "摇摆" };
const GROUPS: Readonly<Record<CrowdGroup, string>> = {
  BASE: "基础用户",
  POTENTIAL: "潜在用户",
  INDUSTRY: "行业用户",
  PENETRATION: "平台渗透用户",
};
const BRANDS: Readonly<Record<BrandScope, string>> = { OWN: "本品牌", RIVAL: "竞品", ANY: "任意品牌" };
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
