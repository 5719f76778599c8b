import { ProblemList, UserProblems } from "../../platform/user-error";
import { isShare } from "./benchmark-metric";
import { checkFlowWindow } from "./flow-window";
import type {
  BenchmarkRejection,
  BenchmarkRow,
  IndustryFigures,
  IndustryReport,
  IndustrySubject,
  PercentileValue,
} from "./imported-benchmark";

/** What rows are read against. */
export interface BenchmarkRowFacts {
  /** Ids of the catalogue's categories by code. */
  readonly categories: ReadonlyMap<string, number>;
  readonly now: Date;
}

/** Finds what a row is about and checks its figures; the first problem found rejects it. */
export function readBenchmarkRow(
  row: BenchmarkRow,
  { categories, now }: BenchmarkRowFacts,
): IndustryReport | BenchmarkRejection {
  const categoryId = categories.get(row.categoryCode);
  if (categoryId === undefined) {
    const got = `"${row.categoryCode.slice(0, 60)}"`;
    return reject(
      "UNKNOWN_CATEGORY",
      ["categoryCode"],
      `categoryCode must be of a category of the catalogue, but got ${got}.`,
    );
  }
  const window = readWindow(row, now);
  if ("reason" in window) return window;
  const figures = readFigures(row);
  return "reason" in figures ? figures : { categoryId, metric: row.metric, ...window, ...figures };
}

function readWindow(
  { metric, asOf, flowFrom }: BenchmarkRow,
  now: Date,
): Pick<IndustrySubject, "asOf" | "flowFrom"> | BenchmarkRejection {
  if (asOf > now) {
    const got = `${asOf.toISOString()} at ${now.toISOString()}`;
    return reject("INVALID_WINDOW", ["asOf"], `asOf must not lie in the future, but got ${got}.`);
  }
  if (!isShare(metric)) {
    if (flowFrom == null) return { asOf, flowFrom: asOf };
    return reject(
      "INVALID_WINDOW",
      ["flowFrom"],
      `flowFrom must be left out for counts of people, but came with ${metric}.`,
    );
  }
  if (flowFrom == null)
    return reject(
      "INVALID_WINDOW",
      ["flowFrom"],
      `flowFrom must say from when ${metric} was followed, but is missing.`,
    );
  const problems = new ProblemList();
  checkFlowWindow(problems, { asOf, flowFrom }, ["flowFrom"]);
  try {
    problems.throwIfAny();
  } catch (error) {
    return reject("INVALID_WINDOW", ["flowFrom"], (error as UserProblems).message);
  }
  return { asOf, flowFrom };
}

function readFigures(row: BenchmarkRow): IndustryFigures | BenchmarkRejection {
  const { metric, industryMean = null, topMean = null, topCount = null, brands = null } = row;
  const percentiles = [...(row.percentiles ?? [])].sort((a, b) => a.percentile - b.percentile);
  if (industryMean === null && topMean === null && percentiles.length === 0)
    return reject("NO_FIGURE", [], "A row must give industryMean, topMean or percentiles, but gives none of them.");
  const [least, most, unit] = isShare(metric) ? [0, 1, "a share"] : [0, Number.MAX_SAFE_INTEGER, "a number of people"];
  const given: readonly (readonly [path: readonly string[], value: number | null])[] = [
    [["industryMean"], industryMean],
    [["topMean"], topMean],
    ...percentiles.map(({ value }) => [["percentiles"], value] as const),
  ];
  for (const [path, value] of given) {
    if (value === null || (value >= least && value <= most)) continue;
    return reject("INVALID_VALUE", path, `${path[0]} must be ${unit}, ${least} to ${most}, but got ${value}.`);
  }
  if ((topMean === null) !== (topCount === null))
    return reject("INVALID_VALUE", ["topCount"], "topMean and topCount must come together, but one came alone.");
  if (topCount !== null && !(topCount >= 1 && topCount <= (brands ?? topCount)))
    return reject("INVALID_VALUE", ["topCount"], `topCount must be 1 to the number of brands, but got ${topCount}.`);
  if (brands !== null && brands < 1)
    return reject("INVALID_VALUE", ["brands"], `brands must be at least 1, but got ${brands}.`);
  if (industryMean !== null && topMean !== null && topMean < industryMean) {
    const got = `${topMean} below ${industryMean}`;
    return reject("INVALID_VALUE", ["topMean"], `topMean must be at least industryMean, but got ${got}.`);
  }
  const top = topMean === null || topCount === null ? null : { mean: topMean, count: topCount };
  return checkPercentiles(percentiles) ?? { brands, industryMean, top, percentiles };
}

function checkPercentiles(percentiles: readonly PercentileValue[]): BenchmarkRejection | null {
  for (const [index, { percentile, value }] of percentiles.entries()) {
    const before = percentiles[index - 1];
    const got = before && `${before.value} at ${before.percentile} and ${value} at ${percentile}`;
    if (percentile < 1 || percentile > 99 || percentile === before?.percentile)
      return reject("INVALID_VALUE", ["percentiles"], `Percentiles must be 1 to 99, each once, but got ${percentile}.`);
    if (before && value < before.value)
      return reject("INVALID_VALUE", ["percentiles"], `Values must not fall with the percentile, but got ${got}.`);
  }
  return null;
}

const reject = (
  reason: BenchmarkRejection["reason"],
  field: readonly string[],
  message: string,
): BenchmarkRejection => ({ reason, field, message });
