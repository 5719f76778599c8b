import { crowdGroups, groupNames, intentNames, loyaltyNames, type RuleSetDefinition, stageNames } from "../assets";
import type { Action } from "../touchpoints";
import { actionNames } from "./action-names";

/** What a sentence is about, in the order of reading. */
export const ruleTopics = [
  "UNIVERSE",
  "AWARE",
  "APPEAL",
  "ACT",
  "ADVOCATE",
  "STAGE_PRIORITY",
  "BRAND_INTENT",
  "CATEGORY_INTENT",
  "PLATFORM_INTENT",
  "INTENT_PRIORITY",
  "LOYAL",
  "SWING",
  "POTENTIAL",
  "GROUPS",
] as const;
export type RuleTopic = (typeof ruleTopics)[number];

type Language = "EN" | "ZH";

/** Every rule in words; each number is one of the definition. */
export function explainRules(definition: RuleSetDefinition, language: Language): Readonly<Record<RuleTopic, string>> {
  return (language === "EN" ? english : chinese)(definition);
}

const listed = (actions: readonly string[], language: Language): string =>
  actions.map((action) => actionNames[action as Action][language]).join(language === "EN" ? ", " : "、");

const percent = (share: number): string => `${Number((share * 100).toFixed(2))}%`;

function english({ nineGrid, ...rules }: RuleSetDefinition): Readonly<Record<RuleTopic, string>> {
  const { universeDays, stagePriority, aware, appeal, act, advocate, groups } = rules;
  const after = listed(advocate.actionsAfterOrder, "EN");
  const excluded = listed(nineGrid.intentExcludes, "EN");
  const other = excluded ? ` other than ${excluded}` : "";
  return {
    UNIVERSE: `Everybody who had a touchpoint of the brand in the last ${universeDays} days.`,
    AWARE: `A touchpoint of the brand in the last ${aware.days} days.`,
    APPEAL: `In the last ${appeal.days} days at least ${appeal.repeated.times} of ${listed(appeal.repeated.actions, "EN")}, or at least ${appeal.strong.times} of ${listed(appeal.strong.actions, "EN")}.`,
    ACT: `An order of the brand in the last ${act.days} days that was not fully refunded.`,
    ADVOCATE: `Act, and in the last ${advocate.days} days orders on at least ${advocate.orderDays} different days, or a review of at least ${advocate.minimumRating} of 5${after ? `, or after an order one of ${after}` : ""}.`,
    STAGE_PRIORITY: `Who meets several stages is in the first of ${stagePriority.map((stage) => stageNames[stage].EN).join(", ")}; who meets none has lapsed.`,
    BRAND_INTENT: `In the last ${nineGrid.intentDays} days a touchpoint of the brand${other}.`,
    CATEGORY_INTENT: `In the last ${nineGrid.intentDays} days a touchpoint of any brand of the category${other}.`,
    PLATFORM_INTENT: `In the last ${nineGrid.intentDays} days any touchpoint on site.`,
    INTENT_PRIORITY: `Who shows several intents is in the first of ${nineGrid.intentPriority.map((intent) => intentNames[intent].EN).join(", ")}; who shows none is unplaced.`,
    LOYAL: `Of the net orders in the category in the last ${nineGrid.loyaltyDays} days at least one is of the brand, and at least ${percent(nineGrid.loyalShare)} are.`,
    SWING: `Net orders in the category in the last ${nineGrid.loyaltyDays} days, too few of them of the brand to be loyal.`,
    POTENTIAL: `No net order in the category in the last ${nineGrid.loyaltyDays} days.`,
    GROUPS: `${groupsIn(groups, "EN", ", ").join("; ")}.`,
  };
}

function chinese({ nineGrid, ...rules }: RuleSetDefinition): Readonly<Record<RuleTopic, string>> {
  const { universeDays, stagePriority, aware, appeal, act, advocate, groups } = rules;
  const after = listed(advocate.actionsAfterOrder, "ZH");
  const excluded = listed(nineGrid.intentExcludes, "ZH");
  const other = excluded ? `(${excluded}除外)` : "";
  return {
    UNIVERSE: `最近${universeDays}天内与品牌有过触点的所有人。`,
    AWARE: `最近${aware.days}天内与品牌有过触点。`,
    APPEAL: `最近${appeal.days}天内${listed(appeal.repeated.actions, "ZH")}合计至少${appeal.repeated.times}次,或${listed(appeal.strong.actions, "ZH")}合计至少${appeal.strong.times}次。`,
    ACT: `最近${act.days}天内有未全额退款的本品订单。`,
    ADVOCATE: `满足行动,且最近${advocate.days}天内在至少${advocate.orderDays}个不同日期下单,或评价不低于${advocate.minimumRating}分(满分5分)${after ? `,或在下单后有${after}之一` : ""}。`,
    STAGE_PRIORITY: `同时满足多个阶段时,归入${stagePriority.map((stage) => stageNames[stage].ZH).join("、")}中最先的一个;均不满足者为流失。`,
    BRAND_INTENT: `最近${nineGrid.intentDays}天内与品牌有过触点${other}。`,
    CATEGORY_INTENT: `最近${nineGrid.intentDays}天内与品类中任一品牌有过触点${other}。`,
    PLATFORM_INTENT: `最近${nineGrid.intentDays}天内有过任何站内触点。`,
    INTENT_PRIORITY: `同时表现出多种意向时,归入${nineGrid.intentPriority.map((intent) => intentNames[intent].ZH).join("、")}中最先的一个;均无者不入格。`,
    LOYAL: `最近${nineGrid.loyaltyDays}天品类净订单中至少一单为本品,且本品占比不低于${percent(nineGrid.loyalShare)}。`,
    SWING: `最近${nineGrid.loyaltyDays}天有品类净订单,但本品订单不足以成为忠诚。`,
    POTENTIAL: `最近${nineGrid.loyaltyDays}天没有品类净订单。`,
    GROUPS: `${groupsIn(groups, "ZH", "、").join(";")}。`,
  };
}

const groupsIn = (groups: RuleSetDefinition["groups"], language: Language, comma: string): readonly string[] =>
  crowdGroups
    .filter((group) => groups[group].length > 0)
    .map((group) => {
      const cells = groups[group].map(
        ([intent, loyalty]) => `${intentNames[intent][language]} × ${loyaltyNames[loyalty][language]}`,
      );
      return language === "EN"
        ? `${groupNames[group].EN}: ${cells.join(comma)}`
        : `${groupNames[group].ZH}:${cells.join(comma)}`;
    });
