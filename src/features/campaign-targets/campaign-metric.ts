import { type Stage, stages } from "../assets";

/** What a figure counts: MONEY in major units, RANK from 1, a RATIO as 0.48 for 48 %. */
export type MetricUnit = "MONEY" | "COUNT" | "PEOPLE" | "RATIO" | "RANK";

/**
 * What a campaign can be aimed at and is reviewed by, in the order of a page. Stages go by their number, A1 for AWARE to A4 for
 * ADVOCATE; A12 are AWARE and APPEAL together.
 */
export const metricUnits = {
  GMV: "MONEY",
  CONVERSIONS: "COUNT",
  ATTRIBUTED_GMV: "MONEY",
  COST: "MONEY",
  ROI: "RATIO",
  COST_PER_A3: "MONEY",
  NEW_INTEREST: "PEOPLE",
  NEW_SHARE: "RATIO",
  A1_PEOPLE: "PEOPLE",
  A2_PEOPLE: "PEOPLE",
  A3_PEOPLE: "PEOPLE",
  A4_PEOPLE: "PEOPLE",
  ASSET_PEOPLE: "PEOPLE",
  A1_GROWTH: "RATIO",
  A2_GROWTH: "RATIO",
  A3_GROWTH: "RATIO",
  A4_GROWTH: "RATIO",
  ASSET_GROWTH: "RATIO",
  ASSET_GROWTH_RANK: "RANK",
  A1_TO_A2: "RATIO",
  A2_TO_A3: "RATIO",
  A12_TO_A3: "RATIO",
  A3_TO_A4: "RATIO",
  GAP_CLOSURE: "RATIO",
  TARGET_GROUPS_GROWTH: "RATIO",
  VISIT_RATE: "RATIO",
  VISIT_RATE_RANK: "RANK",
  SEARCH_RATE: "RATIO",
  SEARCH_RATE_RANK: "RANK",
  SEGMENT_DEPTH: "RATIO",
  POTENTIAL_SCORE_QUALITY: "RATIO",
  PRIVATE_DOMAIN_MATCH_RATE: "RATIO",
} as const satisfies Record<string, MetricUnit>;

export type CampaignMetric = keyof typeof metricUnits;
export const campaignMetrics = Object.keys(metricUnits) as readonly CampaignMetric[];

/** Known of a step alone: its people, their flows and its cost; everything else is of the whole campaign. */
export const stepMetrics: readonly CampaignMetric[] = campaignMetrics.filter((metric) =>
  /^(COST|COST_PER_A3|NEW_INTEREST|NEW_SHARE|SEGMENT_DEPTH|A\d+_TO_A\d|(A\d|ASSET)_(PEOPLE|GROWTH))$/.test(metric),
);

/** The less the better: attained when the figure is at most the target. */
export const isLessBetter = (metric: CampaignMetric): boolean =>
  metricUnits[metric] === "RANK" || metric === "COST" || metric === "COST_PER_A3";

/** Null for another metric than people in, or growth of, one stage. */
export function stageOfMetric(metric: CampaignMetric): Stage | null {
  const digit = /^A(\d)_(PEOPLE|GROWTH)$/.exec(metric)?.[1];
  return digit === undefined ? null : stages[Number(digit) - 1]!;
}
