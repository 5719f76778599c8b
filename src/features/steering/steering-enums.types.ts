import { registerEnumType } from "type-graphql";
import { FULL_USE, type LineLimit, lineLimits, USE_HOURS } from "../../engines/steering/decide-hour";
import {
  type DecisionState,
  decisionStates,
  type SteeringMode,
  type SteeringOutcome,
  steeringModes,
  steeringOutcomes,
} from "./steering";

export function enumOf<Value extends string>(
  name: string,
  description: string,
  values: readonly Value[],
  descriptions: Readonly<Record<Value, string>>,
): Readonly<Record<string, Value>> {
  const all = Object.fromEntries(values.map((value) => [value, value]));
  registerEnumType(all, {
    name,
    description: `${description}; clients must handle unknown values.`,
    valuesConfig: Object.fromEntries(values.map((value) => [value, { description: descriptions[value] }])),
  });
  return all;
}

export const SteeringOutcomeEnum = enumOf<SteeringOutcome>(
  "SteeringOutcome",
  "What money is moved for, by the hour",
  steeringOutcomes,
  {
    CLICKS: "Clicks (点击), as media report them.",
    IMPRESSIONS: "Showings (曝光), as media report them.",
    ORDERS:
      "The brand's net orders (订单) by the hour in which they were placed, each for the placement by which the campaign was met last before; known from touchpoints.",
  },
);

export const SteeringModeEnum = enumOf<SteeringMode>("SteeringMode", "Who takes decisions", steeringModes, {
  MANUAL: "People propose, approve and apply.",
  AUTOMATIC:
    "A worker does once an hour, within the guardrails; what has a line without facts, or must cut for the total, waits for people.",
});

export const DecisionStateEnum = enumOf<DecisionState>("HourlyDecisionState", "How far a decision is", decisionStates, {
  PROPOSED: "Made; it moves nothing yet.",
  APPROVED: "Agreed to.",
  APPLIED: "In force from a whole hour on.",
  ROLLED_BACK: "It was in force; the levels before it are again.",
  REJECTED: "Refused.",
  SUPERSEDED: "A newer one was proposed before it was applied.",
});

export const LineLimitEnum = enumOf<LineLimit>(
  "SteeringLimit",
  "What kept a line from the level that its yield asks for",
  lineLimits,
  {
    NONE: "Nothing: it has its level.",
    STEP: "The cap per step.",
    FLOOR: "Its floor.",
    CEILING: "Its ceiling.",
    FROZEN: "It is frozen.",
    TOTAL: "The total: the lines had to be cut further than the other guardrails allow.",
    CANNOT_SPEND: `It spent less than ${100 * FULL_USE} % of its budget in the last ${USE_HOURS} complete hours.`,
    NO_FACTS: "It has no complete hour; by ORDERS, of orders too.",
  },
);
