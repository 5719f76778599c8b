import type { Stage } from "../assets";

/** Flows whose efficiency is compared: from a stage to a deeper one, or beyond it. */
export const stageFlows = [
  { from: "AWARE", to: "APPEAL" },
  { from: "APPEAL", to: "ACT" },
  { from: "APPEAL", to: "ADVOCATE" },
  { from: "ACT", to: "ADVOCATE" },
] as const;

export type StageFlow = (typeof stageFlows)[number];

type ReachOf<Flow> = Flow extends StageFlow ? `STAGE_REACH:${Flow["from"]}>${Flow["to"]}` : never;

export type StagePeopleMetric = `STAGE_PEOPLE:${Stage}`;
export type StageReachMetric = ReachOf<StageFlow>;

/**
 * What the brands of a category are compared by. STAGE_PEOPLE: people in the stage at `asOf`. STAGE_REACH: of the people in a
 * stage at `flowFrom`, the share whose deepest stage until `asOf` was the flow's end or deeper (V28). ASSET_PEOPLE: people in any
 * of the four stages at `asOf`; MET_PEOPLE: these and the lapsed, everybody whom the brand met in the rules' look-back.
 * CELL_PEOPLE: people in the cell of the nine-grid. SALES_CONVERSION: of the people who visited the shop
 * between `flowFrom` and `asOf`, the share with a net order of that window (V30).
 */
export type BenchmarkMetric =
  | StagePeopleMetric
  | StageReachMetric
  | "ASSET_PEOPLE"
  | "MET_PEOPLE"
  | "CELL_PEOPLE:BRAND>LOYAL"
  | "SALES_CONVERSION";

export const peopleMetric = (stage: Stage): StagePeopleMetric => `STAGE_PEOPLE:${stage}`;

export const reachMetric = ({ from, to }: StageFlow): StageReachMetric =>
  `STAGE_REACH:${from}>${to}` as StageReachMetric;
