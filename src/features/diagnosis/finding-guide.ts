import type { DiagnosisMetric } from "./diagnosis-metric";

/** Metrics that a finding can be about: each points to a step of the VALUE practice, which the sums of all assets do not. */
export type FindingMetric = Exclude<DiagnosisMetric, "ASSET_PEOPLE" | "MET_PEOPLE">;

export const findingCodes = [
  "STAGE_PEOPLE_SHORT_AWARE",
  "STAGE_PEOPLE_SHORT_APPEAL",
  "STAGE_PEOPLE_SHORT_ACT",
  "STAGE_PEOPLE_SHORT_ADVOCATE",
  "STAGE_REACH_LOW_AWARE_APPEAL",
  "STAGE_REACH_LOW_APPEAL_ACT",
  "STAGE_REACH_LOW_APPEAL_ADVOCATE",
  "STAGE_REACH_LOW_ACT_ADVOCATE",
  "CORE_PEOPLE_SHORT",
  "SALES_CONVERSION_LOW",
] as const;

/** Steps of a campaign in which a gap can be closed; Vector, the first of the five, is the diagnosis itself. */
export const valueSteps = ["ACQUIRE", "LEAD", "UPSELL", "ENGAGE"] as const;

/** Kinds of audience pack that a finding calls for. */
export const packTemplates = [
  "SEED",
  "RETOUCH",
  "HIGH_POTENTIAL",
  "REPURCHASE",
  "SWING_TO_LOYAL",
  "VISITED_NOT_BOUGHT",
] as const;

export type PackTemplate = (typeof packTemplates)[number];

/** What a finding about a metric is called and where it leads. */
export interface FindingGuide {
  readonly code: (typeof findingCodes)[number];
  readonly step: (typeof valueSteps)[number];
  readonly packTemplate: PackTemplate;
}

/**
 * People who are missing in the shallow stages come from outside (Acquire, V33); interest is woken on site (Lead, V37); orders are
 * the matter of Upsell (V41); buyers who come back and speak well that of Engage (V47), though V41 counts A3 to A4 as well.
 */
export const findingGuides: Readonly<Record<FindingMetric, FindingGuide>> = {
  "STAGE_PEOPLE:AWARE": { code: "STAGE_PEOPLE_SHORT_AWARE", step: "ACQUIRE", packTemplate: "SEED" },
  "STAGE_PEOPLE:APPEAL": { code: "STAGE_PEOPLE_SHORT_APPEAL", step: "ACQUIRE", packTemplate: "SEED" },
  "STAGE_PEOPLE:ACT": { code: "STAGE_PEOPLE_SHORT_ACT", step: "UPSELL", packTemplate: "HIGH_POTENTIAL" },
  "STAGE_PEOPLE:ADVOCATE": { code: "STAGE_PEOPLE_SHORT_ADVOCATE", step: "ENGAGE", packTemplate: "REPURCHASE" },
  "STAGE_REACH:AWARE>APPEAL": { code: "STAGE_REACH_LOW_AWARE_APPEAL", step: "LEAD", packTemplate: "RETOUCH" },
  "STAGE_REACH:APPEAL>ACT": { code: "STAGE_REACH_LOW_APPEAL_ACT", step: "UPSELL", packTemplate: "HIGH_POTENTIAL" },
  "STAGE_REACH:APPEAL>ADVOCATE": {
    code: "STAGE_REACH_LOW_APPEAL_ADVOCATE",
    step: "ENGAGE",
    packTemplate: "HIGH_POTENTIAL",
  },
  "STAGE_REACH:ACT>ADVOCATE": { code: "STAGE_REACH_LOW_ACT_ADVOCATE", step: "ENGAGE", packTemplate: "REPURCHASE" },
  "CELL_PEOPLE:BRAND>LOYAL": { code: "CORE_PEOPLE_SHORT", step: "ENGAGE", packTemplate: "SWING_TO_LOYAL" },
  SALES_CONVERSION: { code: "SALES_CONVERSION_LOW", step: "UPSELL", packTemplate: "VISITED_NOT_BOUGHT" },
};
