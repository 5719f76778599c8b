export { type Experiment, type Metric, primaryOf } from "./experiment";
export type { ExperimentService } from "./experiment.service";
export type { ExperimentReader, ExperimentReadOut } from "./experiment-reader";
export type { UnknownReason } from "./tell-arms";
