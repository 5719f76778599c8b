import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import { type BenchmarkLookup, type BenchmarkService, checkFlowWindow, defaultFlowFrom } from "../benchmarks";
import { type BrandDiagnosis, diagnose } from "./diagnose";

export interface Diagnosis extends BrandDiagnosis {
  readonly asOf: Date;
  readonly flowFrom: Date;
  readonly lookup: BenchmarkLookup;
}

/** One brand at two instants. */
export interface ComparedDiagnoses {
  readonly before: Diagnosis;
  readonly after: Diagnosis;
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

  /** The brand at two instants, each with the flows of the 30 days before it. */
  async compare(context: RequestContext, brandId: number, first: Date, last: Date): Promise<ComparedDiagnoses> {
    if (last <= first)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["after"],
        `after must be later than before (${first.toISOString()}), but got ${last.toISOString()}; swap them.`,
      );
    const [before, after] = await Promise.all([first, last].map((asOf) => this.diagnose(context, { brandId, asOf })));
    return { before: before!, after: after! };
  }
}
