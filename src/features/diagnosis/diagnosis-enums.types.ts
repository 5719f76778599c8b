import { registerEnumType } from "type-graphql";
import { findingCodes, packTemplates, valueSteps } from "./finding-guide";
import { flowVerdicts } from "./flow-verdict";
import { severities } from "./severity";

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

export const FindingCodeEnum = enumType(findingCodes, "FindingCode", "What a finding is about.", {
  STAGE_PEOPLE_SHORT_AWARE: "Fewer AWARE people than the industry mean (A1 不足).",
  STAGE_PEOPLE_SHORT_APPEAL: "Fewer APPEAL people than the industry mean (A2 不足).",
  STAGE_PEOPLE_SHORT_ACT: "Fewer ACT people than the industry mean (A3 不足).",
  STAGE_PEOPLE_SHORT_ADVOCATE: "Fewer ADVOCATE people than the industry mean (A4 不足).",
  STAGE_REACH_LOW_AWARE_APPEAL:
    "A smaller share than the industry's goes on from AWARE to APPEAL or deeper (A1 到 A2 流转).",
  STAGE_REACH_LOW_APPEAL_ACT:
    "A smaller share than the industry's goes on from APPEAL to ACT or deeper (A2 到 A3 流转).",
  STAGE_REACH_LOW_ACT_ADVOCATE: "A smaller share than the industry's goes on from ACT to ADVOCATE (A3 到 A4 流转).",
});

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
    SEED: "People of the category whom the brand has not met, for content seeding (种草人群).",
    RETOUCH: "People who met the brand and showed no interest yet, for a second touch (二次触达).",
    HIGH_POTENTIAL: "People who showed interest and placed no order (高潜客群).",
    REPURCHASE: "Buyers of one order, to come again (复购人群).",
  },
);
