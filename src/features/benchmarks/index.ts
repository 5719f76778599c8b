export type { BenchmarkService } from "./benchmark.service";
export {
  type ActivityMetric,
  type BenchmarkMetric,
  peopleMetric,
  reachMetric,
  type StageFlow,
  type StagePeopleMetric,
  type StageReachMetric,
  stageFlows,
} from "./benchmark-metric";
export { type Benchmark, benchmarkOf, MIN_PEERS } from "./benchmark-of";
export {
  type BenchmarkLookup,
  type BenchmarkState,
  type BrandBenchmark,
  type BrandFigure,
  dataStateOf,
  type FigureState,
  stateOf,
} from "./brand-benchmark";
export { checkFlowWindow, defaultFlowFrom } from "./flow-window";
export { REFRESH_BENCHMARKS, type RefreshedListener, type RefreshPayload } from "./refresh-benchmarks";
