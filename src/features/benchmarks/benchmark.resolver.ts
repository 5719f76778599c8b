import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { toRun } from "../../graphql/run";
import { payload } from "../../graphql/user-errors";
import type { JobRun } from "../../platform/jobs/job-run";
import type { RequestContext } from "../../platform/request-context";
import type { BenchmarkService } from "./benchmark.service";
import { BenchmarkRefresh, RefreshBenchmarksInput, RefreshBenchmarksPayload } from "./benchmark.types";
import type { RefreshPayload } from "./refresh-benchmarks";

export function toBenchmarkRefresh(run: JobRun): BenchmarkRefresh {
  const { asOf, flowFrom } = run.payload as RefreshPayload;
  const instants = { asOf: new Date(asOf), flowFrom: new Date(flowFrom) };
  return Object.assign(toRun(BenchmarkRefresh, "BenchmarkRefresh", run), instants);
}

@Resolver()
export class BenchmarkResolver {
  constructor(private readonly benchmarks: BenchmarkService) {}

  @Access("REFRESH_BENCHMARKS")
  @Mutation(() => RefreshBenchmarksPayload, {
    description:
      "Compares all brands of a category at an instant. Figures are published together when the run has succeeded; refreshing again replaces them.",
  })
  refreshBenchmarks(
    @Ctx() context: RequestContext,
    @Arg("input", () => RefreshBenchmarksInput, { description: "Which category, and when." })
    input: RefreshBenchmarksInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RefreshBenchmarksPayload> {
    return payload(async () => {
      const categoryId = integerKeyOf("Category", input.categoryId, ["input", "categoryId"]);
      return { run: toBenchmarkRefresh(await this.benchmarks.refresh(context, { ...input, categoryId }, key)) };
    });
  }
}
