import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import { type ActivityMetric, type BenchmarkLookup, type BenchmarkService, checkFlowWindow } from "../benchmarks";
import { type ComparedRate, notComputed, rateOf, withBenchmark } from "./compared-rate";

export interface AssetActivity {
  readonly from: Date;
  readonly to: Date;
  readonly lookup: BenchmarkLookup;
  readonly visitRate: ComparedRate;
  readonly searchRate: ComparedRate;
}

/** What a brand's asset people did, beside its peers': by the refresh of the category for exactly the window (V53). */
export class ActivityService {
  constructor(private readonly benchmarks: BenchmarkService) {}

  async activity(context: RequestContext, brandId: number, window: { from: Date; to: Date }): Promise<AssetActivity> {
    const { from, to } = window;
    const problems = new ProblemList();
    checkFlowWindow(problems, { flowFrom: from, asOf: to }, ["from"]);
    problems.throwIfAny();
    const lookup = await this.benchmarks.lookup(context, { brandId, categoryId: null, asOf: to, flowFrom: from });
    return { from, to, lookup, visitRate: tell(lookup, "VISIT_RATE"), searchRate: tell(lookup, "SEARCH_RATE") };
  }
}

function tell(lookup: BenchmarkLookup, metric: ActivityMetric): ComparedRate {
  if (lookup.state !== "FOUND") return notComputed(lookup.state);
  const figure = lookup.benchmark.figures.get(metric);
  if (!figure) return notComputed("NOT_COMPUTED");
  const { own, peers, standing } = figure;
  if (own.state !== "KNOWN") {
    return withBenchmark(own.state, null, { own: null, peers, standing });
  }
  return withBenchmark("KNOWN", rateOf(own.people, own.base!), { own: own.value, peers, standing });
}
