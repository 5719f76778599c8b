import { BenchmarkResolver, toBenchmarkRefresh } from "../features/benchmarks/benchmark.resolver";
import { BenchmarkService } from "../features/benchmarks/benchmark.service";
import { BenchmarkStore } from "../features/benchmarks/benchmark.store";
import { FigureCache } from "../features/benchmarks/figure-cache";
import { refreshBenchmarksJob } from "../features/benchmarks/refresh-benchmarks";
import { StageBenchmarkResolver } from "../features/benchmarks/stage-benchmark.resolver";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeBenchmarks(
  { database, cache, jobs }: Kernel,
  {
    access,
    brands,
    settle,
    plane,
    copies,
    touchpoints,
    assets,
  }: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & AssetsPart,
) {
  const store = new BenchmarkStore(database);
  const figures = new FigureCache(cache);
  const benchmarks = new BenchmarkService({ database, store, cache: figures, jobs, access, brands });
  return {
    benchmarks,
    resolvers: [new BenchmarkResolver(benchmarks), new StageBenchmarkResolver(benchmarks)],
    handlers: [refreshBenchmarksJob({ store, assets, brands, touchpoints, settle, plane, copies })],
    nodes: [
      [
        "BenchmarkRefresh",
        async (context, key) => whenFound(await benchmarks.findRefresh(context, key), toBenchmarkRefresh),
      ],
    ],
  } satisfies Composed;
}

export type BenchmarksPart = Services<typeof composeBenchmarks>;
