export type { Diagnosis, DiagnosisService } from "./diagnosis.service";
export { codeOfMetric, type DiagnosisMetric, diagnosisMetrics, metricOfCode } from "./diagnosis-metric";
export { type GapChange, gapBetween } from "./gap-change";
