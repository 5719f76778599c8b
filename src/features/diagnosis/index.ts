export type { Diagnosis, DiagnosisService } from "./diagnosis.service";
export { codeOfMetric, type DiagnosisMetric, diagnosisMetrics, metricOfCode } from "./diagnosis-metric";
