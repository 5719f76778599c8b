import { RoaringBitmap32 } from "roaring";
import { roundCount, type SmallGroups, suppressPartition } from "../../platform/small-groups";
import { type ToldCount, tellCounts } from "../../platform/told-counts";
import { type PerStage, type RisenPeople, type StageLabel, stageLabelOf, stageLabels } from "../assets";
import { type Flow, type FlowStart, flowStarts, flows } from "./flow";

/** Who stood where around a window, and who rose in it. */
export interface WindowPeople {
  /** By stage label at the first instant; 0: the lapsed. */
  readonly before: PerStage<RoaringBitmap32>;
  /** By stage label at the end. */
  readonly after: PerStage<RoaringBitmap32>;
  readonly risen: RisenPeople;
}

/** Null where withheld. */
type Count = bigint | null;

/** Of `people` at the start, `reached` went where the flow leads. */
export interface FlowCount extends Flow {
  readonly people: Count;
  readonly reached: Count;
}

/** Who was in no stage at the start, lapsed or not met, and attained AWARE or APPEAL, none deeper. */
export interface NewInterest {
  readonly people: Count;
  readonly aware: Count;
  readonly appeal: Count;
  readonly lapsedBefore: Count;
  readonly notMetBefore: Count;
}

export interface StageReachCounts {
  readonly flows: readonly FlowCount[];
  readonly newInterest: NewInterest;
}

/** Counts every flow; the counts pass through suppression together. */
export function countStageReach(people: WindowPeople, smallGroups: SmallGroups): StageReachCounts {
  const told = tellCounts(cellsOf(people), COUNTS, smallGroups);
  const lost = tellLost(people, smallGroups);
  return {
    flows: flows.map((flow) => ({
      ...flow,
      people: told(flow.from),
      reached: flow.to === null ? lost : told(nameOf(flow)),
    })),
    newInterest: {
      people: told("interest"),
      aware: told("interest AWARE"),
      appeal: told("interest APPEAL"),
      lapsedBefore: told("interest LAPSED"),
      notMetBefore: told("interest NOT_MET"),
    },
  };
}

const START_LABELS: Readonly<Record<FlowStart, readonly StageLabel[]>> = {
  LAPSED: [0],
  AWARE: [1],
  APPEAL: [2],
  AWARE_OR_APPEAL: [1, 2],
  ACT: [3],
  ANY_STAGE: [1, 2, 3, 4],
};
const NOT_MET = "NOT_MET";

const nameOf = ({ from, to }: Flow): string => `${from} to ${to}`;
const cellOf = (start: StageLabel | typeof NOT_MET, attained: StageLabel): string => `${start} at ${attained}`;

/** People by where they started and the deepest that they attained; who was not met attained at least AWARE. */
function cellsOf({ before, risen }: WindowPeople): ReadonlyMap<string, bigint> {
  const notMet = RoaringBitmap32.andNot(risen[1], RoaringBitmap32.orMany([...before]));
  const starts = [...stageLabels.map((label) => [label, before[label], label] as const), [NOT_MET, notMet, 1] as const];
  const cells = new Map<string, bigint>();
  for (const [start, people, shallowest] of starts) {
    let atLeast = people.size;
    for (let attained = shallowest; attained <= 4; attained++) {
      const deeper = attained === 4 ? 0 : people.andCardinality(risen[(attained + 1) as 1 | 2 | 3 | 4]);
      cells.set(cellOf(start, attained as StageLabel), BigInt(atLeast - deeper));
      atLeast = deeper;
    }
  }
  return cells;
}

/** Cells from a start, or several, to at least a stage. */
const cellsFrom = (labels: readonly StageLabel[], atLeast: number): readonly string[] =>
  labels.flatMap((label) =>
    stageLabels.filter((attained) => attained >= Math.max(label, atLeast)).map((attained) => cellOf(label, attained)),
  );

/** What is told, by name. Bases are given up last, as every share needs one. */
const COUNTS: ReadonlyMap<string, ToldCount> = new Map<string, ToldCount>([
  ...flowStarts.map((start) => [start, { cells: cellsFrom(START_LABELS[start], 0), rank: 1 }] as const),
  ...flows.flatMap((flow) =>
    flow.to === null
      ? []
      : [[nameOf(flow), { cells: cellsFrom(START_LABELS[flow.from], stageLabelOf(flow.to)), rank: 0 }] as const],
  ),
  ["interest", { cells: [cellOf(0, 1), cellOf(0, 2), cellOf(NOT_MET, 1), cellOf(NOT_MET, 2)], rank: 1 }],
  ["interest AWARE", { cells: [cellOf(0, 1), cellOf(NOT_MET, 1)], rank: 0 }],
  ["interest APPEAL", { cells: [cellOf(0, 2), cellOf(NOT_MET, 2)], rank: 0 }],
  ["interest LAPSED", { cells: [cellOf(0, 1), cellOf(0, 2)], rank: 0 }],
  ["interest NOT_MET", { cells: [cellOf(NOT_MET, 1), cellOf(NOT_MET, 2)], rank: 0 }],
]);

/** In a stage before and in none after. It crosses what else is told of the same people in one total only. */
function tellLost({ before, after }: WindowPeople, { threshold, roundingBase }: SmallGroups): Count {
  const staged = RoaringBitmap32.orMany(before.slice(1));
  const lost = staged.andNotCardinality(RoaringBitmap32.orMany(after.slice(1)));
  const [count] = suppressPartition([BigInt(lost), BigInt(staged.size - lost)], threshold).counts;
  return count == null ? null : roundCount(count, roundingBase);
}
