import { instantOf, toZonedTime } from "./calendar";
import { BRANDS } from "./catalogue";

type StagePeople = "STAGE_PEOPLE:AWARE" | "STAGE_PEOPLE:APPEAL" | "STAGE_PEOPLE:ACT" | "STAGE_PEOPLE:ADVOCATE";
type StageReach = "STAGE_REACH:AWARE>APPEAL" | "STAGE_REACH:APPEAL>ACT" | "STAGE_REACH:ACT>ADVOCATE";
export type Metric = StagePeople | StageReach;

/** A metric on which a brand stands well below the mean of its category's other brands. */
interface PlantedGap {
  readonly brand: string;
  readonly category: string;
  readonly metric: Metric;
  readonly direction: "SHORT";
  /** The metric whose weakness brings this one about; null where the weakness itself was planted. */
  readonly consequenceOf: Metric | null;
  /** What the campaign makes of it by `afterAsOf`. */
  readonly after: "CLOSED" | "NARROWED" | "OPEN";
}

export interface Truth {
  readonly synthetic: true;
  readonly seed: number;
  /** The instant before the campaign at which every gap stands; reach is over the 30 days before. */
  readonly asOf: string;
  readonly flowFrom: string;
  readonly afterAsOf: string;
  readonly afterFlowFrom: string;
  readonly gaps: readonly PlantedGap[];
}

type GapRow = readonly [brand: string, metric: Metric, consequenceOf: Metric | null, after: PlantedGap["after"]];

const GAPS: readonly GapRow[] = [
  ["haoyu", "STAGE_PEOPLE:AWARE", null, "CLOSED"],
  ["haoyu", "STAGE_REACH:APPEAL>ACT", null, "NARROWED"],
  ["haoyu", "STAGE_PEOPLE:ACT", "STAGE_REACH:APPEAL>ACT", "NARROWED"],
  ["haoyu", "STAGE_PEOPLE:ADVOCATE", "STAGE_REACH:APPEAL>ACT", "NARROWED"],
  ["qisheng", "STAGE_REACH:ACT>ADVOCATE", null, "OPEN"],
  ["qisheng", "STAGE_PEOPLE:ADVOCATE", "STAGE_REACH:ACT>ADVOCATE", "OPEN"],
];

const at = (date: string): string => toZonedTime(instantOf(date));

export function plantedTruth(seed: number): Truth {
  return {
    synthetic: true,
    seed,
    asOf: at("2025-10-20"),
    flowFrom: at("2025-09-20"),
    afterAsOf: at("2025-12-01"),
    afterFlowFrom: at("2025-11-01"),
    gaps: GAPS.map(([code, metric, consequenceOf, after]) => {
      const { category } = BRANDS.find((brand) => brand.code === code)!;
      return { brand: code, category, metric, direction: "SHORT", consequenceOf, after };
    }),
  };
}
