import {
  type Cell,
  type CrowdGroup,
  cells,
  crowdGroups,
  type Intent,
  intents,
  type Loyalty,
  loyalties,
  type Stage,
  stages,
} from "../assets";

/** Flows whose efficiency is compared: from a stage to a deeper one, or beyond it. */
export const stageFlows = [
  { from: "AWARE", to: "APPEAL" },
  { from: "APPEAL", to: "ACT" },
  { from: "APPEAL", to: "ADVOCATE" },
  { from: "ACT", to: "ADVOCATE" },
] as const;

export type StageFlow = (typeof stageFlows)[number];

type ReachOf<Flow> = Flow extends StageFlow ? `STAGE_REACH:${Flow["from"]}>${Flow["to"]}` : never;

/** Shares of the asset people at `asOf` who did something in [flowFrom, asOf). */
export const activityMetrics = ["VISIT_RATE", "SEARCH_RATE"] as const;
export type ActivityMetric = (typeof activityMetrics)[number];

export type StagePeopleMetric = `STAGE_PEOPLE:${Stage}`;
export type StageReachMetric = ReachOf<StageFlow>;
export type NineGridMetric =
  | `CELL_PEOPLE:${Intent}>${Loyalty}`
  | `GROUP_PEOPLE:${CrowdGroup}`
  | `INTENT_PEOPLE:${Intent}`
  | `LOYALTY_PEOPLE:${Loyalty}`
  | "PLACED_PEOPLE";

/**
 * What the brands of a category are compared by. STAGE_PEOPLE: people in the stage at `asOf`. STAGE_REACH: of the people in a
 * stage at `flowFrom`, the share whose deepest stage until `asOf` was the flow's end or deeper (V28). ASSET_PEOPLE: people in any
 * of the four stages at `asOf`; MET_PEOPLE: these and the lapsed, everybody whom the brand met in the rules' look-back. VISIT_RATE
 * and SEARCH_RATE: of ASSET_PEOPLE, those who visited the shop (进店率) or searched for the brand (搜索率) in the window (V53).
 * SALES_CONVERSION: of the people who visited the shop between `flowFrom` and `asOf`, the share with a net order of that window
 * (V30). CELL_PEOPLE, GROUP_PEOPLE, INTENT_PEOPLE and LOYALTY_PEOPLE: people in a cell, group, row or column of the nine-grid;
 * PLACED_PEOPLE: in any of its cells.
 */
export type BenchmarkMetric =
  | StagePeopleMetric
  | StageReachMetric
  | ActivityMetric
  | NineGridMetric
  | "SALES_CONVERSION"
  | "ASSET_PEOPLE"
  | "MET_PEOPLE";

export const peopleMetric = (stage: Stage): StagePeopleMetric => `STAGE_PEOPLE:${stage}`;

export const reachMetric = ({ from, to }: StageFlow): StageReachMetric =>
  `STAGE_REACH:${from}>${to}` as StageReachMetric;

export const cellMetric = ({ intent, loyalty }: Pick<Cell, "intent" | "loyalty">): NineGridMetric =>
  `CELL_PEOPLE:${intent}>${loyalty}`;
export const groupMetric = (group: CrowdGroup): NineGridMetric => `GROUP_PEOPLE:${group}`;
export const intentMetric = (intent: Intent): NineGridMetric => `INTENT_PEOPLE:${intent}`;
export const loyaltyMetric = (loyalty: Loyalty): NineGridMetric => `LOYALTY_PEOPLE:${loyalty}`;

/** Whether its figures are shares from 0 to 1 over a window, and not counts of people at an instant. */
export const isShare = (metric: BenchmarkMetric): boolean => metric.startsWith("STAGE_REACH:");

/** All of them, in the order in which they are shown. */
export const benchmarkMetrics: readonly BenchmarkMetric[] = [
  ...stages.map(peopleMetric),
  ...stageFlows.map(reachMetric),
  ...activityMetrics,
  "SALES_CONVERSION",
  "ASSET_PEOPLE",
  "MET_PEOPLE",
  ...cells.map(cellMetric),
  ...crowdGroups.map(groupMetric),
  ...intents.map(intentMetric),
  ...loyalties.map(loyaltyMetric),
  "PLACED_PEOPLE",
];
