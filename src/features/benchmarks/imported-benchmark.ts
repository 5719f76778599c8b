import type { BenchmarkMetric } from "./benchmark-metric";
import type { TopMean } from "./benchmark-of";

/** Most rows of one import. */
export const MAX_BENCHMARK_ROWS = 1_000;

export interface PercentileValue {
  /** 1 to 99. */
  readonly percentile: number;
  readonly value: number;
}

/** What the figures are about: one of each source. */
export interface IndustrySubject {
  readonly categoryId: number;
  readonly metric: BenchmarkMetric;
  readonly asOf: Date;
  /** `asOf` where the metric knows no window. */
  readonly flowFrom: Date;
}

/** What the source gives; null or empty is what it does not. */
export interface IndustryFigures {
  /** How many brands it looked at. */
  readonly brands: number | null;
  readonly industryMean: number | null;
  readonly top: TopMean | null;
  /** The lowest first. */
  readonly percentiles: readonly PercentileValue[];
}

export type IndustryReport = IndustrySubject & IndustryFigures;

/** A row as it came. */
export interface BenchmarkRow {
  readonly categoryCode: string;
  readonly metric: BenchmarkMetric;
  readonly asOf: Date;
  readonly flowFrom?: Date | null | undefined;
  readonly brands?: number | null | undefined;
  readonly industryMean?: number | null | undefined;
  readonly topMean?: number | null | undefined;
  readonly topCount?: number | null | undefined;
  readonly percentiles?: readonly PercentileValue[] | null | undefined;
}

/** A report as it is kept: the highest version of a source and subject counts. */
export interface ImportedBenchmark extends IndustryReport {
  readonly id: string;
  readonly source: string;
  readonly version: number;
  readonly importedAt: Date;
}

/** Why a row is not taken. */
export const benchmarkRejections = {
  UNKNOWN_CATEGORY: "The catalogue has no category of this code.",
  INVALID_WINDOW:
    "An instant lies in the future, or a window is missing, too long, or given for a metric that knows none.",
  INVALID_VALUE: "A figure is outside of what its metric allows, or contradicts another one of the row.",
  NO_FIGURE: "The row gives no figure.",
} as const;

export interface BenchmarkRejection {
  readonly reason: keyof typeof benchmarkRejections;
  readonly field: readonly string[];
  readonly message: string;
}
