import type { Action, BrandScope, CrowdGroup, DidRule, Intent, Loyalty, RfmRule, Site, Stage } from "./rule";
import type { RuleNames, Wording } from "./wording";

export function englishWording(names: RuleNames): Wording {
  return {
    sentence: (phrase) => `People ${phrase}.`,
    all: (phrases) => phrases.join(", and "),
    any: (phrases) => phrases.join(", or "),
    not: (phrase) => `not ${phrase}`,
    bracket: (phrase) => `(${phrase})`,
    did: (rule) => didPhrase(rule, names),
    stage: (rule) => `in stage ${either(rule.in.map((stage) => STAGES[stage]))}${rule.at ? ` as of ${rule.at}` : ""}`,
    cell: (rule) =>
      `with ${either(rule.intent.map((intent) => INTENTS[intent]))} intent and ${either(rule.loyalty.map((loyalty) => LOYALTIES[loyalty]))} loyalty`,
    group: (rule) => `in the ${either(rule.in.map((group) => GROUPS[group]))} group`,
    pack: (rule) => `in the pack "${names.pack(rule.id)}"`,
    rfm: (rule) => rfmPhrase(rule, names),
    lookAlike: ({ modelId, topPercent }) =>
      `in the top ${topPercent} % of the look-alike model "${names.lookAlike(modelId)}"`,
  };
}

function didPhrase(rule: DidRule, names: RuleNames): string {
  const { platforms, site, categoryId, campaignCode, window } = rule;
  return [
    `with ${counted(rule)} ${BRANDS[rule.brand]}`,
    ...(platforms ? [`on ${either(platforms.map(names.platform))}`] : []),
    ...(site ? [SITES[site]] : []),
    ...(categoryId === null ? [] : [`in category ${names.category(categoryId)}`]),
    ...(campaignCode === null ? [] : [`in campaign ${campaignCode}`]),
    "days" in window ? `in the last ${days(window.days)}` : `from ${window.from} until ${window.to}`,
  ].join(" ");
}

function counted({ action, times: { min, max } }: DidRule): string {
  const [one, many] = NOUNS[action];
  const noun = (count: number): string => `${count} ${count === 1 ? one : many}`;
  if (max === 0) return `no ${many}`;
  if (max === null) return min === 0 ? `any number of ${many}` : `at least ${noun(min)}`;
  if (min === max) return `exactly ${noun(max)}`;
  return min === 0 ? `at most ${noun(max)}` : `${min} to ${noun(max)}`;
}

function rfmPhrase({ brand, categoryId, days: count, ...axes }: RfmRule, names: RuleNames): string {
  const scored = AXES.flatMap((axis) => {
    const range = axes[axis];
    if (!range) return [];
    return range.min === range.max ? `${axis} ${range.min}` : `${axis} ${range.min} to ${range.max}`;
  });
  return [
    `scoring ${scored.join(", ")} among buyers ${BRANDS[brand]}`,
    ...(categoryId === null ? [] : [`in category ${names.category(categoryId)}`]),
    `in the last ${days(count)}`,
  ].join(" ");
}

const AXES = ["recency", "frequency", "monetary"] as const;

const days = (count: number): string => (count === 1 ? "day" : `${count} days`);

const either = (words: readonly string[]): string => words.join(" or ");

const STAGES: Readonly<Record<Stage, string>> = {
  AWARE: "Aware",
  APPEAL: "Appeal",
  ACT: "Act",
  ADVOCATE: "Advocate",
};
const INTENTS: Readonly<Record<Intent, string>> = { BRAND: "brand", CATEGORY: "category", PLATFORM: "platform" };
const LOYALTIES: Readonly<Record<Loyalty, string>> = { LOYAL: "loyal", POTENTIAL: "potential", SWING: "swing" };
const GROUPS: Readonly<Record<CrowdGroup, string>> = {
  BASE: "base",
  POTENTIAL: "potential",
  INDUSTRY: "industry",
  PENETRATION: "penetration",
};
const BRANDS: Readonly<Record<BrandScope, string>> = {
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
