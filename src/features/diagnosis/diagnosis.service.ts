import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import { type BenchmarkLookup, type BenchmarkService, checkFlowWindow, defaultFlowFrom } from "../benchmarks";
import { type BrandDiagnosis, diagnose } from "./diagnose";

export interface Diagnosis extends BrandDiagnosis {
  readonly asOf: Date;
  readonly flowFrom: Date;
  readonly lookup: BenchmarkLookup;
}

export interface DiagnosisRequest {
  readonly brandId: number;
  readonly asOf: Date;
  /** Absent: 30 days before `asOf`. */
  readonly flowFrom?: Date | null | undefined;
}

export class DiagnosisService {
  constructor(private readonly benchmarks: BenchmarkService) {}

  /**
   * Compares a granted brand with its primary category. Own figures are those of the category's refresh, counted by the same rules
   * and over the same sources as the peers', so they are comparable where a snapshot's may not be.
   */
  async diagnose(context: RequestContext, { brandId, asOf, ...request }: DiagnosisRequest): Promise<Diagnosis> {
    const flowFrom = request.flowFrom ?? defaultFlowFrom(asOf);
    const problems = new ProblemList();
    checkFlowWindow(problems, { asOf, flowFrom }, ["flowFrom"]);
    problems.throwIfAny();
    const lookup = await this.benchmarks.lookup(context, { brandId, categoryId: null, asOf, flowFrom });
    return { ...diagnose(lookup), asOf, flowFrom, lookup };
  }
}
