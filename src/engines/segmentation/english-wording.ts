import { englishPersonWording } from "./english-person-wording";
import { BRANDS, days, didPhrase, either, frequencyPhrase, sequencePhrase } from "./english-touch";
import type { CrowdGroup, Intent, Loyalty, RfmRule, StagePosition } from "./rule";
import type { RuleNames, Wording } from "./wording";

export function englishWording(names: RuleNames): Wording {
  return {
    sentence: (phrase) => `People ${phrase}.`,
    all: (phrases) => phrases.join(", and "),
    any: (phrases) => phrases.join(", or "),
    not: (phrase) => `not ${phrase}`,
    bracket: (phrase) => `(${phrase})`,
    did: (rule) => didPhrase(rule, names),
    frequency: (rule) => frequencyPhrase(rule, names),
    sequence: (rule) => sequencePhrase(rule, names),
    stage: (rule) => `in stage ${either(rule.in.map((stage) => STAGES[stage]))}${asOf(rule.at)}`,
    cell: (rule) =>
      `with ${either(rule.intent.map((intent) => INTENTS[intent]))} intent and ${either(rule.loyalty.map((loyalty) => LOYALTIES[loyalty]))} loyalty${asOf(rule.at)}`,
    group: (rule) => `in the ${either(rule.in.map((group) => GROUPS[group]))} group${asOf(rule.at)}`,
    moved: ({ from, to, since, until }) =>
      `moved from ${either(from.map((position) => STAGES[position]))}${asOf(since)} to ${either(to.map((position) => STAGES[position]))}${asOf(until)}`,
    ...englishPersonWording(names),
    rfm: (rule) => rfmPhrase(rule, names),
    lookAlike: ({ modelId, topPercent }) =>
      `in the top ${topPercent} % of the look-alike model "${names.lookAlike(modelId)}"`,
  };
}

const asOf = (at: string | null | undefined): string => (at ? ` as of ${at}` : "");

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

const STAGES: Readonly<Record<StagePosition, string>> = {
  NOT_MET: "not met",
  LAPSED: "lapsed",
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
