import {
  type AssetActivity,
  type AssetFigures,
  type StageLabel,
  type StageReach,
  stageLabelOf,
  stageLabels,
  stages,
} from "../assets";
import { type BenchmarkMetric, peopleMetric, reachMetric, type StageFlow, stageFlows } from "./benchmark-metric";
import { benchmarkOf } from "./benchmark-of";
import type { ExactFigure } from "./brand-benchmark";

/** What was counted of one brand. */
export interface BrandCounts {
  readonly brandId: number;
  /** Of the people at `asOf`; absent for a brand that nobody met. */
  readonly assets: AssetFigures | undefined;
  /** From `flowFrom` to `asOf`; empty for a brand that nobody had met. */
  readonly reach: readonly StageReach[];
  /** From `flowFrom` to `asOf`; absent for a brand that nobody met. */
  readonly activity: AssetActivity | undefined;
}

interface Measured {
  readonly own: number | null;
  readonly numerator: bigint;
  readonly denominator: bigint | null;
}

/** Every brand in every metric, against the other brands given. */
export function compareBrands(
  brands: readonly BrandCounts[],
): readonly { readonly brandId: number; readonly figures: readonly ExactFigure[] }[] {
  const columns = measures.map(([metric, measure]) => {
    const measured = brands.map(measure);
    const benchmarks = benchmarkOf(measured.map(({ own }) => own));
    return brands.map((_, position): ExactFigure => ({ metric, ...measured[position]!, ...benchmarks[position]! }));
  });
  return brands.map(({ brandId }, position) => ({ brandId, figures: columns.map((column) => column[position]!) }));
}

const measures: readonly (readonly [BenchmarkMetric, (brand: BrandCounts) => Measured])[] = [
  ...stages.map((stage) => [peopleMetric(stage), peopleIn([stageLabelOf(stage)])] as const),
  ...stageFlows.map((flow) => [reachMetric(flow), efficiencyOf(flow)] as const),
  ["VISIT_RATE", activityRate("visited")],
  ["SEARCH_RATE", activityRate("searched")],
  ["ASSET_PEOPLE", peopleIn(stages.map(stageLabelOf))],
  ["MET_PEOPLE", peopleIn(stageLabels)],
];

/** Null for a brand that nobody met: it is not on the market, so it is no peer either. */
function peopleIn(labels: readonly StageLabel[]): (brand: BrandCounts) => Measured {
  return ({ assets }) => {
    if (!assets || assets.people === 0n) return { own: null, numerator: 0n, denominator: null };
    const people = labels.reduce((sum, label) => sum + assets.stages[label], 0n);
    return { own: Number(people), numerator: people, denominator: null };
  };
}

function efficiencyOf({ from, to }: StageFlow): (brand: BrandCounts) => Measured {
  return ({ reach }) => {
    const start = reach.find((row) => row.from === stageLabelOf(from));
    const people = start?.people ?? 0n;
    const reached = start?.reached[stageLabelOf(to) as 2 | 3 | 4] ?? 0n;
    return { own: people === 0n ? null : Number(reached) / Number(people), numerator: reached, denominator: people };
  };
}

function activityRate(did: "visited" | "searched"): (brand: BrandCounts) => Measured {
  return ({ activity }) => {
    const people = activity?.people ?? 0n;
    const numerator = activity?.[did] ?? 0n;
    return { own: people === 0n ? null : Number(numerator) / Number(people), numerator, denominator: people };
  };
}
