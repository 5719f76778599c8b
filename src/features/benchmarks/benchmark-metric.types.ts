import { registerEnumType } from "type-graphql";
import { type BenchmarkMetric, benchmarkMetrics } from "./benchmark-metric";

/** The name of a metric in the schema: STAGE_REACH:AWARE>APPEAL is STAGE_REACH_AWARE_APPEAL. */
const nameOf = (metric: BenchmarkMetric): string => metric.replace(/[:>]/g, "_");

const MEANINGS: Readonly<Record<string, (of: readonly string[]) => string>> = {
  STAGE_PEOPLE: ([stage]) => `People in ${stage}.`,
  STAGE_REACH: ([from, to]) =>
    `Of the people in ${from} at the window's start, the share that reached ${to} or deeper.`,
  SALES_CONVERSION: () =>
    "Of the people who visited the shop in the window, the share with an order of the window that is still net at its end (销售转化率).",
  VISIT_RATE: () => "Of ASSET_PEOPLE, the share that visited the shop in the window (进店率).",
  SEARCH_RATE: () => "Of ASSET_PEOPLE, the share that searched for the brand in the window (搜索率).",
  ASSET_PEOPLE: () => "People in any of the four stages (4A资产总量).",
  MET_PEOPLE: () => "Everybody whom the brand met in the rules' look-back.",
  CELL_PEOPLE: ([intent, loyalty]) => `People in the nine-grid cell ${intent} x ${loyalty}.`,
  GROUP_PEOPLE: ([group]) => `People in the nine-grid group ${group}.`,
  INTENT_PEOPLE: ([intent]) => `People in the nine-grid row ${intent}.`,
  LOYALTY_PEOPLE: ([loyalty]) => `People in the nine-grid column ${loyalty}.`,
  PLACED_PEOPLE: () => "People in any of the nine cells (九宫格用户资产总量).",
};

function meaningOf(metric: BenchmarkMetric): string {
  const [kind, of = ""] = metric.split(":");
  return MEANINGS[kind!]!(of.split(">"));
}

export const BenchmarkMetricEnum = Object.fromEntries(benchmarkMetrics.map((metric) => [nameOf(metric), metric]));
registerEnumType(BenchmarkMetricEnum, {
  name: "BenchmarkMetric",
  description: "What the brands of a category are compared by. Clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    benchmarkMetrics.map((metric) => [nameOf(metric), { description: meaningOf(metric) }]),
  ),
});
