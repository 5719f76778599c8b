import { suppress, suppressPartition } from "../../platform/small-groups";
import { type Stage, stages } from "../assets";
import { type BenchmarkMetric, peopleMetric, reachMetric, stageFlows } from "./benchmark-metric";
import type { BrandFigure, ExactFigure, OwnFigure } from "./brand-benchmark";

const SUPPRESSED: OwnFigure = { state: "SUPPRESSED" };

/**
 * A brand's figures as its organisation may see them. The lapsed and the four stages are the parts of MET_PEOPLE, as in a
 * snapshot; those who went on and those who did not are the parts of a flow's start, and those who bought and those who did not
 * of a shop's visitors. They are suppressed as partitions, so that no difference of two figures tells a third. Rank and
 * percentile go with the own value.
 */
export function showFigures(
  exact: readonly ExactFigure[],
  threshold: number,
): ReadonlyMap<BenchmarkMetric, BrandFigure> {
  const withheld = withheldMetrics(new Map(exact.map((figure) => [figure.metric, figure])), threshold);
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

function withheldMetrics(
  figures: ReadonlyMap<BenchmarkMetric, ExactFigure>,
  threshold: number,
): ReadonlySet<BenchmarkMetric> {
  const people = (metric: BenchmarkMetric): bigint => figures.get(metric)?.numerator ?? 0n;
  const isSmall = (metric: BenchmarkMetric): boolean => suppress(people(metric), threshold) === null;
  const lapsed = people("MET_PEOPLE") - people("ASSET_PEOPLE");
  const parts = [lapsed, ...stages.map((stage) => people(peopleMetric(stage)))];
  const [toldLapsed, ...toldStages] = suppressPartition(parts, threshold).counts;
  const hasSmallPart = (metric: BenchmarkMetric, whole: bigint): boolean =>
    suppressPartition([people(metric), whole - people(metric)], threshold).counts.includes(null);
  return new Set<BenchmarkMetric>([
    ...stages.filter((_, position) => toldStages[position] === null).map(peopleMetric),
    ...stages.flatMap((stage) => withheldFlows(stage, figures, threshold)),
    ...(hasSmallPart("CELL_PEOPLE:BRAND>LOYAL", people("MET_PEOPLE")) ? (["CELL_PEOPLE:BRAND>LOYAL"] as const) : []),
    ...(hasSmallPart("SALES_CONVERSION", figures.get("SALES_CONVERSION")?.denominator ?? 0n)
      ? (["SALES_CONVERSION"] as const)
      : []),
    ...(toldLapsed === null || isSmall("ASSET_PEOPLE") ? (["ASSET_PEOPLE"] as const) : []),
    ...(isSmall("MET_PEOPLE") ? (["MET_PEOPLE"] as const) : []),
  ]);
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
