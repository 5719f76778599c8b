import { DiagnosisResolver, FindingResolver } from "../features/diagnosis/diagnosis.resolver";
import { DiagnosisService } from "../features/diagnosis/diagnosis.service";
import type { BenchmarksPart } from "./benchmarks";
import { type Composed, type Kernel } from "./part";

export function composeDiagnosis(_kernel: Kernel, { benchmarks }: BenchmarksPart) {
  return {
    resolvers: [new DiagnosisResolver(new DiagnosisService(benchmarks)), new FindingResolver()],
  } satisfies Composed;
}
