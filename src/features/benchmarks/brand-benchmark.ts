import type { RuleSet } from "../assets";
import { type DataState, dataState } from "../touchpoints";
import type { BenchmarkMetric } from "./benchmark-metric";
import type { Standing } from "./benchmark-of";

/** One refresh of a category: all its brands at one instant, by one rule set. */
export interface CategoryBenchmark {
  readonly id: string;
  readonly categoryId: number;
  readonly asOf: Date;
  readonly flowFrom: Date;
  /** The category's reference rules, the same for all its brands. */
  readonly ruleSet: RuleSet;
  readonly computedAt: Date;
  /** Touchpoints that concern it came or went since. */
  readonly isOutdated: boolean;
}

/** One brand in one metric, exact; {@link showFigures} decides what of it may be seen. */
export interface ExactFigure {
  readonly metric: BenchmarkMetric;
  /** Null without a base: nobody knew the brand, or nobody was in the stage that a flow starts from. */
  readonly own: number | null;
  readonly numerator: bigint;
  /** Null where the metric is a count and no share. */
  readonly denominator: bigint | null;
  readonly peers: number;
  /** Null with too few peers. */
  readonly standing: Standing | null;
}

/** The brand's own side of a figure, as its organisation may see it. */
export type OwnFigure =
  | { readonly state: "KNOWN"; readonly value: number; readonly people: bigint; readonly base: bigint | null }
  | { readonly state: "SUPPRESSED" | "BASE_NOT_POSITIVE" };

export interface BrandFigure {
  readonly metric: BenchmarkMetric;
  readonly own: OwnFigure;
  readonly peers: number;
  /** Null with too few peers. */
  readonly standing: Standing | null;
}

/** What a category's refresh says of one of its brands. */
export interface BrandBenchmark extends CategoryBenchmark {
  readonly figures: ReadonlyMap<BenchmarkMetric, BrandFigure>;
  /** When they were read from the database. */
  readonly readAt: Date;
}

/** Whether the brand's own figure can be told; if not, why. */
export const figureStates = ["KNOWN", "SUPPRESSED", "BASE_NOT_POSITIVE", "NOT_COMPUTED"] as const;

export type FigureState = (typeof figureStates)[number];

/** Whether a figure can be compared with the industry; if not, why. */
export const benchmarkStates = ["AVAILABLE", "TOO_FEW_PEERS", "NOT_COMPUTED", "NO_CATEGORY"] as const;

export type BenchmarkState = (typeof benchmarkStates)[number];

/** Answer of a look-up. */
export type BenchmarkLookup =
  | { readonly state: "NO_CATEGORY" | "NOT_COMPUTED"; readonly benchmark: null }
  | { readonly state: "FOUND"; readonly benchmark: BrandBenchmark };

/** Null without a refresh. */
export const dataStateOf = ({ benchmark }: BenchmarkLookup, now: Date): DataState | null =>
  benchmark && dataState(benchmark, now);

export function stateOf(lookup: BenchmarkLookup, metric: BenchmarkMetric): BenchmarkState {
  if (lookup.state !== "FOUND") return lookup.state;
  const figure = lookup.benchmark.figures.get(metric);
  if (!figure) return "NOT_COMPUTED";
  return figure.standing ? "AVAILABLE" : "TOO_FEW_PEERS";
}
