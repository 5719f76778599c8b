import {
  type AssetFigures,
  cellLabelOf,
  type ShopConversion,
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
  /** From `flowFrom` to `asOf`; absent for a brand whose shop nobody visited. */
  readonly conversion: ShopConversion | undefined;
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
  ["ASSET_PEOPLE", peopleIn(stages.map(stageLabelOf))],
  ["MET_PEOPLE", peopleIn(stageLabels)],
  ["CELL_PEOPLE:BRAND>LOYAL", corePeople],
  ["SALES_CONVERSION", salesConversion],
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

function corePeople({ assets }: BrandCounts): Measured {
  if (!assets || assets.people === 0n) return { own: null, numerator: 0n, denominator: null };
  const people = assets.cells[cellLabelOf("BRAND", "LOYAL")]!;
  return { own: Number(people), numerator: people, denominator: null };
}

function salesConversion({ conversion }: BrandCounts): Measured {
  const { visitors, buyers } = conversion ?? { visitors: 0n, buyers: 0n };
  return { own: visitors === 0n ? null : Number(buyers) / Number(visitors), numerator: buyers, denominator: visitors };
}
