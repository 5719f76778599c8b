import { suppress, suppressPartition } from "../../platform/small-groups";
import {
  cells,
  crowdGroups,
  intents,
  loyalties,
  type RuleSetDefinition,
  type Stage,
  stages,
  visibleNineGrid,
} from "../assets";
import {
  activityMetrics,
  type BenchmarkMetric,
  cellMetric,
  groupMetric,
  intentMetric,
  loyaltyMetric,
  peopleMetric,
  reachMetric,
  stageFlows,
} from "./benchmark-metric";
import type { BrandFigure, ExactFigure, OwnFigure } from "./brand-benchmark";

const SUPPRESSED: OwnFigure = { state: "SUPPRESSED" };

/**
 * A brand's figures as its organisation may see them. The lapsed and the four stages are the parts of MET_PEOPLE, as in a
 * snapshot; those who went on and those who did not are the parts of a flow's start, those who bought and those who did not of a
 * shop's visitors; those who visited or searched and those who did not are the parts of ASSET_PEOPLE. All are suppressed as
 * partitions, so that no difference of two figures tells a third; the nine-grid is told as in a snapshot. Rank and percentile go
 * with the own value.
 */
export function showFigures(
  exact: readonly ExactFigure[],
  groups: RuleSetDefinition["groups"],
  threshold: number,
): ReadonlyMap<BenchmarkMetric, BrandFigure> {
  const figures = new Map(exact.map((figure) => [figure.metric, figure]));
  const withheld = new Set([
    ...withheldStageMetrics(figures, threshold),
    ...withheldNineGridMetrics(figures, groups, threshold),
  ]);
  return new Map(
    exact.map((figure): [BenchmarkMetric, BrandFigure] => {
      const { metric, peers, standing } = figure;
      const own = withheld.has(metric) ? SUPPRESSED : ownOf(figure);
      const isKnown = own.state === "KNOWN";
      return [metric, { metric, own, peers, standing: standing && !isKnown ? withoutOwn(standing) : standing }];
    }),
  );
}

function ownOf({ own, numerator, denominator }: ExactFigure): OwnFigure {
  if (own === null) return { state: "BASE_NOT_POSITIVE" };
  return { state: "KNOWN", value: own, people: numerator, base: denominator };
}

const withoutOwn = (standing: NonNullable<BrandFigure["standing"]>): BrandFigure["standing"] => ({
  ...standing,
  percentile: null,
  rank: null,
});

const peopleOf =
  (figures: ReadonlyMap<BenchmarkMetric, ExactFigure>) =>
  (metric: BenchmarkMetric): bigint =>
    figures.get(metric)?.numerator ?? 0n;

function withheldStageMetrics(
  figures: ReadonlyMap<BenchmarkMetric, ExactFigure>,
  threshold: number,
): readonly BenchmarkMetric[] {
  const people = peopleOf(figures);
  const isSmall = (metric: BenchmarkMetric): boolean => suppress(people(metric), threshold) === null;
  const lapsed = people("MET_PEOPLE") - people("ASSET_PEOPLE");
  const parts = [lapsed, ...stages.map((stage) => people(peopleMetric(stage)))];
  const [toldLapsed, ...toldStages] = suppressPartition(parts, threshold).counts;
  const isSplitSmall = (metric: BenchmarkMetric): boolean => {
    const base = figures.get(metric)?.denominator ?? 0n;
    return suppressPartition([people(metric), base - people(metric)], threshold).counts.includes(null);
  };
  const isAssetWithheld = toldLapsed === null || isSmall("ASSET_PEOPLE");
  return [
    ...stages.filter((_, position) => toldStages[position] === null).map(peopleMetric),
    ...stages.flatMap((stage) => withheldFlows(stage, figures, threshold)),
    ...(isSplitSmall("SALES_CONVERSION") ? (["SALES_CONVERSION"] as const) : []),
    ...activityMetrics.filter((metric) => isAssetWithheld || isSplitSmall(metric)),
    ...(isAssetWithheld ? (["ASSET_PEOPLE"] as const) : []),
    ...(isSmall("MET_PEOPLE") ? (["MET_PEOPLE"] as const) : []),
  ];
}

function withheldNineGridMetrics(
  figures: ReadonlyMap<BenchmarkMetric, ExactFigure>,
  groups: RuleSetDefinition["groups"],
  threshold: number,
): readonly BenchmarkMetric[] {
  const people = peopleOf(figures);
  const unplaced = people("MET_PEOPLE") - people("PLACED_PEOPLE");
  const counts = [unplaced, ...cells.map((cell) => people(cellMetric(cell)))];
  const told = visibleNineGrid(counts, groups, threshold);
  return [
    ...cells.filter(({ label }) => told.cells[label] === null).map(cellMetric),
    ...crowdGroups.filter((group) => told.groups.get(group) === null).map(groupMetric),
    ...intents.filter((intent) => told.rows.get(intent) === null).map(intentMetric),
    ...loyalties.filter((loyalty) => told.columns.get(loyalty) === null).map(loyaltyMetric),
    ...(told.placed === null ? (["PLACED_PEOPLE"] as const) : []),
  ];
}

/** Flows from one stage: who came less deep than the first end, between two ends, and to the last are the parts of its start. */
function withheldFlows(
  stage: Stage,
  figures: ReadonlyMap<BenchmarkMetric, ExactFigure>,
  threshold: number,
): readonly BenchmarkMetric[] {
  const flows = stageFlows
    .filter(({ from }) => from === stage)
    .map(reachMetric)
    .filter((metric) => figures.has(metric));
  const start = figures.get(flows[0]!)?.denominator ?? 0n;
  const reached = flows.map((flow) => figures.get(flow)!.numerator);
  const parts = [start, ...reached].map((people, position) => people - (reached[position] ?? 0n));
  const { counts } = suppressPartition(parts, threshold);
  const isSmall = (people: bigint): boolean => suppress(people, threshold) === null;
  return flows.filter((_, position) => {
    const isEnd = (position === 0 && counts[0] === null) || (position === flows.length - 1 && counts.at(-1) === null);
    return isEnd || isSmall(reached[position]!) || isSmall(start - reached[position]!);
  });
}
