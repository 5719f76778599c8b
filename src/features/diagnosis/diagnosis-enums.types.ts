import { registerEnumType } from "type-graphql";
import { costStates } from "./cost-to-close";
import { codeOfMetric, type DiagnosisMetric, diagnosisMetrics } from "./diagnosis-metric";
import { findingCodes, packTemplates, valueSteps } from "./finding-guide";
import { flowVerdicts } from "./flow-verdict";
import { potentialStates } from "./platform-potential.service";
import { severities } from "./severity";

export const METRIC_MEANINGS: Readonly<Record<DiagnosisMetric, string>> = {
  MET_PEOPLE: "Everybody whom the brand met in the rules' look-back (触达人群).",
  ASSET_PEOPLE: "People in any of the four stages (4A人群资产).",
  "CELL_PEOPLE:BRAND>LOYAL": "The core crowd: LOYAL of BRAND intent in the nine-grid (核心人群).",
  "STAGE_PEOPLE:AWARE": "People in stage AWARE (A1).",
  "STAGE_PEOPLE:APPEAL": "People in stage APPEAL (A2).",
  "STAGE_PEOPLE:ACT": "People in stage ACT (A3).",
  "STAGE_PEOPLE:ADVOCATE": "People in stage ADVOCATE (A4).",
  "STAGE_REACH:AWARE>APPEAL": "Share of the AWARE people who came to APPEAL or deeper (A1 到 A2).",
  "STAGE_REACH:APPEAL>ACT": "Share of the APPEAL people who came to ACT or deeper (A2 到 A3).",
  "STAGE_REACH:APPEAL>ADVOCATE": "Share of the APPEAL people who came to ADVOCATE (A2 到 A4).",
  "STAGE_REACH:ACT>ADVOCATE": "Share of the ACT people who came to ADVOCATE (A3 到 A4).",
  SALES_CONVERSION:
    "Of the people who visited the shop in the window (VISIT, PRODUCT_VIEW), the share with an order of the window that is still net at its end (销售转化率).",
};

/** Registers a closed list under `name`, each value with what it means. */
function enumType<Value extends string>(
  values: readonly Value[],
  name: string,
  description: string,
  meanings: Readonly<Record<Value, string>>,
): Readonly<Record<Value, Value>> {
  const record = <T>(of: (value: Value) => T): Record<Value, T> =>
    Object.fromEntries(values.map((value) => [value, of(value)])) as Record<Value, T>;
  const members = record((value) => value);
  registerEnumType(members, {
    name,
    description: `${description} Clients must handle unknown values.`,
    valuesConfig: record((value) => ({ description: meanings[value] })),
  });
  return members;
}

export const FlowVerdictEnum = enumType(flowVerdicts, "FlowVerdict", "How a flow compares with its industry.", {
  ABOVE: "The industry mean lies below the efficiency's 95 % interval.",
  AT: "The industry mean lies within it.",
  BELOW: "The industry mean lies above it.",
  NO_BENCHMARK: "There is no industry mean; see benchmarkState.",
  BASE_NOT_POSITIVE: "Nobody was in the stage at the window's start.",
  SUPPRESSED: "Too few people to tell.",
});

export const SeverityEnum = enumType(severities, "FindingSeverity", "How far a figure lies below its industry.", {
  CRITICAL: "z of -2 or less; where all peers are alike, half of the mean or less.",
  WARNING: "z above -2 to -1; where all peers are alike, a quarter of the mean is missing.",
  NOTICE: "z above -1, below -0.5; where all peers are alike, any shortfall.",
});

/** Values of the schema by their codes; see {@link codeOfMetric}. */
export const DiagnosisMetricEnum = enumType(
  diagnosisMetrics.map(codeOfMetric),
  "DiagnosisMetric",
  "What a brand is diagnosed by. Counts of people are as of `asOf`, shares over the window from `flowFrom` to `asOf`.",
  Object.fromEntries(diagnosisMetrics.map((metric) => [codeOfMetric(metric), METRIC_MEANINGS[metric]])),
);

export const FindingCodeEnum = enumType(findingCodes, "FindingCode", "What a finding is about.", {
  STAGE_PEOPLE_SHORT_AWARE: "Fewer AWARE people than the industry mean (A1 不足).",
  STAGE_PEOPLE_SHORT_APPEAL: "Fewer APPEAL people than the industry mean (A2 不足).",
  STAGE_PEOPLE_SHORT_ACT: "Fewer ACT people than the industry mean (A3 不足).",
  STAGE_PEOPLE_SHORT_ADVOCATE: "Fewer ADVOCATE people than the industry mean (A4 不足).",
  STAGE_REACH_LOW_AWARE_APPEAL:
    "A smaller share than the industry's goes on from AWARE to APPEAL or deeper (A1 到 A2 流转).",
  STAGE_REACH_LOW_APPEAL_ACT:
    "A smaller share than the industry's goes on from APPEAL to ACT or deeper (A2 到 A3 流转).",
  STAGE_REACH_LOW_APPEAL_ADVOCATE:
    "A smaller share than the industry's goes on from APPEAL to ADVOCATE (A2 到 A4 流转).",
  CORE_PEOPLE_SHORT: "Fewer core people, LOYAL of BRAND intent, than the industry mean (核心人群不足).",
  SALES_CONVERSION_LOW: "A smaller share than the industry's of the shop's visitors orders (销售转化率不高).",
  STAGE_REACH_LOW_ACT_ADVOCATE: "A smaller share than the industry's goes on from ACT to ADVOCATE (A3 到 A4 流转).",
});

export const CostStateEnum = enumType(costStates, "CostToCloseState", "Whether a gap has a price.", {
  KNOWN: "It has.",
  NO_DELIVERY: "No placement of the brand's campaigns has a cost inside the window; see importPlacementDelivery.",
  NOBODY_REACHED: "Media cost money, but no touchpoint of the window names their placements.",
  NOBODY_NEW: "Media reached people, but none of them was new to the metric: there is no yield to reckon by.",
  SUPPRESSED: "Too few new people, or too few others, to tell.",
  NOT_MEASURED: "New people of this metric are not told apart.",
});

export const PotentialStateEnum = enumType(
  potentialStates,
  "PlatformPotentialState",
  "Whether concentrations of potential people can be told.",
  {
    KNOWN: "They can.",
    NO_SNAPSHOT: "No snapshot of the brand was taken of exactly this instant; see takeAssetSnapshot.",
    LABELS_THINNED: "The snapshot's figures stand, but who had which label is no longer kept; take it again.",
  },
);

export const ValueStepEnum = enumType(
  valueSteps,
  "ValueStep",
  "Step of the VALUE practice in which a gap can be closed.",
  {
    ACQUIRE: "Reaching people off site (站外触达).",
    LEAD: "Waking their interest on site (站内激发).",
    UPSELL: "Turning interest into orders (转化).",
    ENGAGE: "Keeping buyers: orders again, praise (持续经营).",
  },
);

export const PackTemplateEnum = enumType(
  packTemplates,
  "PackTemplate",
  "Kind of audience pack (人群包) that a finding calls for.",
  {
    SEED: "People who showed interest in rivals of the category and are in no stage of the brand, for content seeding (种草人群).",
    RETOUCH: "People who met the brand and showed no interest yet, for a second touch (二次触达).",
    HIGH_POTENTIAL: "People who showed interest and placed no order (高潜客群).",
    REPURCHASE: "Buyers of one order, to come again (复购人群).",
    SWING_TO_LOYAL: "People of brand intent who buy elsewhere too, or did not buy yet (摇摆与机会人群).",
    VISITED_NOT_BOUGHT: "Visitors of the shop who did not order (进店未购人群).",
  },
);
