import { stages } from "../assets";
import { type BenchmarkMetric, peopleMetric, reachMetric, stageFlows } from "../benchmarks";

/** What a brand is diagnosed by, in the order that a page shows it. */
export const diagnosisMetrics = [
  "MET_PEOPLE",
  "ASSET_PEOPLE",
  "CELL_PEOPLE:BRAND>LOYAL",
  ...stages.map(peopleMetric),
  ...stageFlows.map(reachMetric),
  "SALES_CONVERSION",
] as const satisfies readonly BenchmarkMetric[];

export type DiagnosisMetric = (typeof diagnosisMetrics)[number];

/** The name of a metric as the schema can hold it, e.g. STAGE_REACH_APPEAL_ACT. */
export const codeOfMetric = (metric: DiagnosisMetric): string => metric.replace(/[:>]/g, "_");

const byCode = new Map(diagnosisMetrics.map((metric) => [codeOfMetric(metric), metric]));

/** Of a code of the schema's closed list. */
export const metricOfCode = (code: string): DiagnosisMetric => byCode.get(code)!;
