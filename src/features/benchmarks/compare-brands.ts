import {
  type AssetActivity,
  type AssetFigures,
  type Cell,
  cellLabelOf,
  cells,
  crowdGroups,
  intents,
  loyalties,
  type RuleSetDefinition,
  type ShopConversion,
  type StageLabel,
  type StageReach,
  stageLabelOf,
  stageLabels,
  stages,
} from "../assets";
import {
  type BenchmarkMetric,
  cellMetric,
  groupMetric,
  intentMetric,
  loyaltyMetric,
  peopleMetric,
  reachMetric,
  type StageFlow,
  stageFlows,
} from "./benchmark-metric";
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
  /** From `flowFrom` to `asOf`; absent for a brand whose shop nobody visited. */
  readonly conversion: ShopConversion | undefined;
}

interface Measured {
  readonly own: number | null;
  readonly numerator: bigint;
  readonly denominator: bigint | null;
}

/** How a metric is read from what was counted. */
type Measure = readonly [metric: BenchmarkMetric, measure: (brand: BrandCounts) => Measured];

/** Every brand in every metric, against the other brands given; `groups` are those of the rules that all were counted by. */
export function compareBrands(
  brands: readonly BrandCounts[],
  groups: RuleSetDefinition["groups"],
): readonly { readonly brandId: number; readonly figures: readonly ExactFigure[] }[] {
  const columns = [...STAGE_MEASURES, ...nineGridMeasures(groups)].map(([metric, measure]) => {
    const measured = brands.map(measure);
    const benchmarks = benchmarkOf(measured.map(({ own }) => own));
    return brands.map((_, position): ExactFigure => ({ metric, ...measured[position]!, ...benchmarks[position]! }));
  });
  return brands.map(({ brandId }, position) => ({ brandId, figures: columns.map((column) => column[position]!) }));
}

function nineGridMeasures(groups: RuleSetDefinition["groups"]): readonly Measure[] {
  const inCells = (isMember: (cell: Cell) => boolean): Measure[1] => {
    const labels = cells.filter(isMember).map(({ label }) => label);
    return peopleIn((assets) => labels.map((label) => assets.cells[label]!));
  };
  return [
    ...cells.map((cell): Measure => [cellMetric(cell), inCells(({ label }) => label === cell.label)]),
    ...crowdGroups.map((group): Measure => {
      const members = groups[group].map(([intent, loyalty]) => cellLabelOf(intent, loyalty));
      return [groupMetric(group), inCells(({ label }) => members.includes(label))];
    }),
    ...intents.map((intent): Measure => [intentMetric(intent), inCells((cell) => cell.intent === intent)]),
    ...loyalties.map((loyalty): Measure => [loyaltyMetric(loyalty), inCells((cell) => cell.loyalty === loyalty)]),
    ["PLACED_PEOPLE", inCells(() => true)],
  ];
}

const inStages = (labels: readonly StageLabel[]): Measure[1] =>
  peopleIn((assets) => labels.map((label) => assets.stages[label]));

const STAGE_MEASURES: readonly Measure[] = [
  ...stages.map((stage): Measure => [peopleMetric(stage), inStages([stageLabelOf(stage)])]),
  ...stageFlows.map((flow): Measure => [reachMetric(flow), efficiencyOf(flow)]),
  ["VISIT_RATE", activityRate("visited")],
  ["SEARCH_RATE", activityRate("searched")],
  ["SALES_CONVERSION", salesConversion],
  ["ASSET_PEOPLE", inStages(stages.map(stageLabelOf))],
  ["MET_PEOPLE", inStages(stageLabels)],
];

/** Null for a brand that nobody met: it is not on the market, so it is no peer either. */
function peopleIn(countsOf: (assets: AssetFigures) => readonly bigint[]): Measure[1] {
  return ({ assets }) => {
    if (!assets || assets.people === 0n) return { own: null, numerator: 0n, denominator: null };
    const people = countsOf(assets).reduce((sum, count) => sum + count, 0n);
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

function salesConversion({ conversion }: BrandCounts): Measured {
  const { visitors, buyers } = conversion ?? { visitors: 0n, buyers: 0n };
  return { own: visitors === 0n ? null : Number(buyers) / Number(visitors), numerator: buyers, denominator: visitors };
}
