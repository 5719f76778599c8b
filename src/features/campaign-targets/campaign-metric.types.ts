import { registerEnumType } from "type-graphql";
import { type CampaignFigureState, figureStates } from "./campaign-figures";
import { type CampaignMetric, campaignMetrics, metricUnits } from "./campaign-metric";

const METRICS: Readonly<Record<CampaignMetric, string>> = {
  GMV: "Net order value of the brand in the campaign's window, in major units of the brand's currency.",
  CONVERSIONS: "Net orders of the brand in the campaign's window.",
  ATTRIBUTED_GMV: "The part of GMV that its attribution report credits to touches; the same under every model.",
  COST: "What media reported for its placements, in major units; of a step for the step's placements.",
  ROI: "ATTRIBUTED_GMV / COST.",
  COST_PER_A3:
    "COST / people who were lapsed, AWARE or APPEAL when it began and attained ACT while it ran, in major units.",
  NEW_INTEREST: "People who were in no stage when it began and attained AWARE or APPEAL, none deeper.",
  NEW_SHARE: "NEW_INTEREST / ASSET_PEOPLE.",
  A1_PEOPLE: "People in AWARE at its end.",
  A2_PEOPLE: "People in APPEAL at its end.",
  A3_PEOPLE: "People in ACT at its end.",
  A4_PEOPLE: "People in ADVOCATE at its end.",
  ASSET_PEOPLE: "People in any of the four stages at its end.",
  A1_GROWTH: "People in AWARE at its end / at its start - 1.",
  A2_GROWTH: "People in APPEAL at its end / at its start - 1.",
  A3_GROWTH: "People in ACT at its end / at its start - 1.",
  A4_GROWTH: "People in ADVOCATE at its end / at its start - 1.",
  ASSET_GROWTH: "People in the four stages at its end / at its start - 1.",
  ASSET_GROWTH_RANK: "Place of the brand's asset growth among its category's brands, by the category's rules.",
  A1_TO_A2: "Of the people AWARE when it began, those who attained APPEAL.",
  A2_TO_A3: "Of the people APPEAL when it began, those who attained ACT.",
  A12_TO_A3: "Of the people AWARE or APPEAL when it began, those who attained ACT.",
  A3_TO_A4: "Of the people ACT when it began, those who attained ADVOCATE.",
  GAP_CLOSURE: "Of the stages with a gap to the industry mean at its start, the share whose gap is CLOSED at its end.",
  TARGET_GROUPS_GROWTH:
    "The least growth of the four groups of the nine-grid from the end of the comparison base to its end: all four grew by a share if this one did.",
  VISIT_RATE: "Of the asset people at its end, those who visited the shop in the 30 days before (进店率).",
  VISIT_RATE_RANK: "Place of VISIT_RATE among the category's brands.",
  SEARCH_RATE: "Of the asset people at its end, those who searched for the brand in the 30 days before (搜索率).",
  SEARCH_RATE_RANK: "Place of SEARCH_RATE among the category's brands.",
  SEGMENT_DEPTH: "Share of the asset people at its end who are beyond AWARE (人群细化).",
  POTENTIAL_SCORE_QUALITY:
    "Area under the curve of the brand's newest look-alike model on people it was not fitted on (人群潜力预测).",
  PRIVATE_DOMAIN_MATCH_RATE:
    "Of the people of a source on the campaign's last day, those whom another source knows (打通私域).",
};
export const CampaignMetricEnum = Object.fromEntries(campaignMetrics.map((metric) => [metric, metric]));
registerEnumType(CampaignMetricEnum, {
  name: "CampaignMetric",
  description:
    "What a campaign is aimed at and reviewed by. A1 to A4 are AWARE to ADVOCATE. Clients must handle unknown values.",
  valuesConfig: Object.fromEntries(campaignMetrics.map((metric) => [metric, { description: METRICS[metric] }])),
});

export const MetricUnitEnum = Object.fromEntries(Object.values(metricUnits).map((unit) => [unit, unit]));
registerEnumType(MetricUnitEnum, {
  name: "CampaignMetricUnit",
  description: "What a metric's numbers are; clients must handle unknown values.",
  valuesConfig: {
    MONEY: { description: "Major units of the brand's currency." },
    COUNT: { description: "Orders." },
    PEOPLE: { description: "Distinct people." },
    RATIO: { description: "0.48 is 48 %." },
    RANK: { description: "1 is the best; the less the better." },
  },
});

const STATES: Readonly<Record<CampaignFigureState, string>> = {
  KNOWN: "It is told.",
  SUPPRESSED: "A count behind it is withheld: the group is small.",
  NOT_COMPUTED: "Nothing was counted yet: it has not begun, or its category was not refreshed at both of its ends.",
  TOO_FEW_PEERS: "The category has fewer than 5 other brands with a figure.",
  NO_REPORT: "No attribution report was published; runAttribution makes one.",
  NO_COST: "Media reported no cost.",
  NO_BASE: "There is no campaign to compare with; a growth programme names one.",
  NO_GAP: "No stage lay below the industry mean at the start.",
  NO_MODEL: "The brand has no look-alike model.",
  NO_SOURCE: "Nobody of the source came on the day, or so few that it is withheld.",
  NOT_PER_STEP: "It is known of whole campaigns only.",
  BASE_NOT_POSITIVE: "It would be divided by 0.",
};
export const CampaignFigureStateEnum = Object.fromEntries(figureStates.map((state) => [state, state]));
registerEnumType(CampaignFigureStateEnum, {
  name: "CampaignFigureState",
  description: "Whether a campaign's figure is told; if not, why. Clients must handle unknown values.",
  valuesConfig: Object.fromEntries(figureStates.map((state) => [state, { description: STATES[state] }])),
});
