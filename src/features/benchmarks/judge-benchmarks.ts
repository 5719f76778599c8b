import type { BenchmarkRejection, IndustryFigures, IndustryReport, IndustrySubject } from "./imported-benchmark";

/** A report with the version that it is kept under. */
export type VersionedReport = IndustryReport & { readonly version: number };

/** What becomes of a row beside what the source said before. */
export type BenchmarkVerdict =
  | { readonly outcome: "ACCEPTED" | "RESTATED"; readonly report: VersionedReport }
  | { readonly outcome: "UNCHANGED" }
  | { readonly outcome: "REJECTED"; readonly rejection: BenchmarkRejection };

/**
 * Judges rows in their order, each beside all before it: of two rows about the same in a call the second restates the first.
 * `known` holds what counts of all that the rows are about.
 */
export function judgeBenchmarks(
  rows: readonly (IndustryReport | BenchmarkRejection)[],
  known: readonly VersionedReport[],
): readonly BenchmarkVerdict[] {
  const current = new Map(known.map((report) => [subjectKey(report), report]));
  return rows.map((row): BenchmarkVerdict => {
    if ("reason" in row) return { outcome: "REJECTED", rejection: row };
    const before = current.get(subjectKey(row));
    if (before && contentOf(before) === contentOf(row)) return { outcome: "UNCHANGED" };
    const report = { ...row, version: (before?.version ?? 0) + 1 };
    current.set(subjectKey(row), report);
    return { outcome: before ? "RESTATED" : "ACCEPTED", report };
  });
}

const subjectKey = ({ categoryId, metric, asOf, flowFrom }: IndustrySubject): string =>
  JSON.stringify([categoryId, metric, asOf, flowFrom]);

const contentOf = ({ brands, industryMean, top, percentiles }: IndustryFigures): string =>
  JSON.stringify([
    brands,
    industryMean,
    top && [top.count, top.mean],
    percentiles.map(({ percentile, value }) => [percentile, value]),
  ]);
