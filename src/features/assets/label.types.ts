import { registerEnumType } from "type-graphql";
import { crowdGroups, intents, loyalties } from "./nine-grid";
import { stages } from "./stage";

const enumOf = <T extends string>(values: readonly T[]): Readonly<Record<T, T>> =>
  Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;

export const StageEnum = enumOf(stages);
registerEnumType(StageEnum, {
  name: "Stage",
  description: "4A stage (4A人群) of a person for a brand, by the snapshot's rule set; the deepest that holds wins.",
  valuesConfig: {
    AWARE: { description: "Has met the brand lately (A1 认知)." },
    APPEAL: { description: "Shows interest: repeated views, or a search, favourite, cart or the like (A2 吸引)." },
    ACT: { description: "Has bought: an order that is not fully refunded (A3 行动)." },
    ADVOCATE: { description: "Has bought, and bought again, praised or shared (A4 拥护)." },
  },
});

export const IntentEnum = enumOf(intents);
registerEnumType(IntentEnum, {
  name: "Intent",
  description: "Row of the nine-grid (纵轴): the most specific intent that a person showed lately.",
  valuesConfig: {
    BRAND: { description: "Intent for the brand (品牌意向)." },
    CATEGORY: { description: "Intent for the brand's category, not for the brand (品类意向)." },
    PLATFORM: { description: "Was on site, without intent for the category (平台意向)." },
  },
});

export const LoyaltyEnum = enumOf(loyalties);
registerEnumType(LoyaltyEnum, {
  name: "Loyalty",
  description: "Column of the nine-grid (横轴): whose orders a person placed in the category.",
  valuesConfig: {
    LOYAL: { description: "Orders of the brand, and at least the rule set's share of the category's (忠诚)." },
    POTENTIAL: { description: "No order in the category (潜客)." },
    SWING: { description: "Orders in the category, of the brand too few to be loyal (摇摆)." },
  },
});

export const CrowdGroupEnum = enumOf(crowdGroups);
registerEnumType(CrowdGroupEnum, {
  name: "CrowdGroup",
  description: "Group of nine-grid cells, as the rule set maps them.",
  valuesConfig: {
    BASE: { description: "The brand's base (基础用户)." },
    POTENTIAL: { description: "Its potential customers (潜在用户)." },
    INDUSTRY: { description: "Customers of the industry (行业用户)." },
    PENETRATION: { description: "Customers of the platform (平台渗透用户)." },
  },
});
