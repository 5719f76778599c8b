import { wilsonInterval } from "../../engines/numeric/wilson-interval";
import { overBase, toBenchmark } from "./benchmark.types";
import type { BenchmarkMetric } from "./benchmark-metric";
import { type BenchmarkLookup, stateOf } from "./brand-benchmark";
import { BenchmarkFigure } from "./brand-benchmarks.types";
import type { ImportedBenchmark as ImportedRow } from "./imported-benchmark";
import { ImportedBenchmark, PercentileValue } from "./imported-benchmark.types";

/** Shapes a figure, already suppressed, for the schema, beside what outside sources say of it. */
export function toFigure(
  metric: BenchmarkMetric,
  lookup: BenchmarkLookup,
  imported: readonly ImportedRow[],
): BenchmarkFigure {
  const figure = lookup.benchmark?.figures.get(metric);
  const own = figure?.own.state === "KNOWN" ? figure.own : null;
  const isRate = own !== null && own.base !== null;
  const interval = isRate ? wilsonInterval({ successes: Number(own.people), trials: Number(own.base) }) : null;
  return Object.assign(new BenchmarkFigure(), {
    metric,
    state: figure?.own.state ?? "NOT_COMPUTED",
    people: own?.people ?? null,
    base: own?.base ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    benchmarkState: stateOf(lookup, metric),
    benchmark: figure ? toBenchmark(figure, lookup.benchmark!.asOf) : null,
    imported: imported.map((row) => toImported(row, own?.value ?? null)),
  });
}

const toImported = (row: ImportedRow, own: number | null): ImportedBenchmark =>
  Object.assign(new ImportedBenchmark(), {
    ...row,
    topMean: row.top?.mean ?? null,
    topCount: row.top?.count ?? null,
    percentiles: row.percentiles.map((each) => Object.assign(new PercentileValue(), each)),
    overIndustryMean: overBase(own, row.industryMean),
    overTopMean: overBase(own, row.top?.mean ?? null),
  });
