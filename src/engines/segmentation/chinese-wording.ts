import { chinesePersonWording } from "./chinese-person-wording";
import { BRANDS, didPhrase, either, frequencyPhrase, sequencePhrase } from "./chinese-touch";
import type { CrowdGroup, Intent, Loyalty, RfmRule, StagePosition } from "./rule";
import type { RuleNames, Wording } from "./wording";

export function chineseWording(names: RuleNames): Wording {
  return {
    sentence: (phrase) => `人群:${phrase}。`,
    all: (phrases) => phrases.join(",且"),
    any: (phrases) => phrases.join(",或"),
    not: (phrase) => `非${phrase}`,
    bracket: (phrase) => `(${phrase})`,
    did: (rule) => didPhrase(rule, names),
    frequency: (rule) => frequencyPhrase(rule, names),
    sequence: (rule) => sequencePhrase(rule, names),
    stage: (rule) => `${asOf(rule.at)}处于${either(rule.in.map((stage) => STAGES[stage]))}阶段`,
    cell: (rule) =>
      `${asOf(rule.at)}九宫格为${either(rule.intent.map((intent) => INTENTS[intent]))}意向的${either(rule.loyalty.map((loyalty) => LOYALTIES[loyalty]))}人群`,
    group: (rule) => `${asOf(rule.at)}属于${either(rule.in.map((group) => GROUPS[group]))}`,
    moved: ({ from, to, since, until }) =>
      `由${asOf(since)}${either(from.map((position) => STAGES[position]))}变为${asOf(until)}${either(to.map((position) => STAGES[position]))}`,
    ...chinesePersonWording(names),
    rfm: (rule) => rfmPhrase(rule, names),
    lookAlike: ({ modelId, topPercent }) => `在相似人群模型“${names.lookAlike(modelId)}”的前${topPercent}%`,
  };
}

const asOf = (at: string | null | undefined): string => (at ? `在${at}` : "");

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

/** The practice's own words: capabilities V23, V66 and V67. */
const STAGES: Readonly<Record<StagePosition, string>> = {
  NOT_MET: "未触达",
  LAPSED: "流失",
  AWARE: "认知",
  APPEAL: "吸引",
  ACT: "行动",
  ADVOCATE: "拥护",
};
const INTENTS: Readonly<Record<Intent, string>> = { BRAND: "品牌", CATEGORY: "品类", PLATFORM: "平台" };
const LOYALTIES: Readonly<Record<Loyalty, string>> = { LOYAL: "忠诚", POTENTIAL: "潜客", SWING: "摇摆" };
const GROUPS: Readonly<Record<CrowdGroup, string>> = {
  BASE: "基础用户",
  POTENTIAL: "潜在用户",
  INDUSTRY: "行业用户",
  PENETRATION: "平台渗透用户",
};
