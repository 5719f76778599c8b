import { BenchmarkResolver, toBenchmarkRefresh } from "../features/benchmarks/benchmark.resolver";
import { BenchmarkService } from "../features/benchmarks/benchmark.service";
import { BenchmarkStore } from "../features/benchmarks/benchmark.store";
import { figureLookUp, industryLookUp, newestLookUp } from "../features/benchmarks/benchmark-lookups";
import { BenchmarkTopResolver } from "../features/benchmarks/benchmark-top.resolver";
import { BrandBenchmarksResolver, IndustryResolver } from "../features/benchmarks/brand-benchmarks.resolver";
import { comparedPeopleResolvers } from "../features/benchmarks/compared-people.resolver";
import { ImportBenchmarksResolver } from "../features/benchmarks/import.resolver";
import { ImportService } from "../features/benchmarks/import.service";
import { ImportedBenchmarkStore } from "../features/benchmarks/imported-benchmark.store";
import { RefreshBenchmarks } from "../features/benchmarks/refresh-benchmarks";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeBenchmarks(
  { database, cache, jobs, metrics }: Kernel,
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
  const industries = industryLookUp({ cache, metrics });
  const newest = newestLookUp({ cache, metrics });
  const figures = figureLookUp({ cache, metrics });
  const benchmarks = new BenchmarkService({ database, store, industries, newest, figures, jobs, access, brands });
  const imports = new ImportService(database, new ImportedBenchmarkStore(database), brands);
  const benchmarkRefresh = new RefreshBenchmarks({
    ...{ store, assets, brands, touchpoints, settle, plane, copies, newest },
  });
  return {
    benchmarks,
    benchmarkRefresh,
    resolvers: [
      new BenchmarkResolver(benchmarks),
      new BenchmarkTopResolver(),
      new BrandBenchmarksResolver(benchmarks, brands),
      new IndustryResolver(brands, imports),
      new ImportBenchmarksResolver(imports),
      ...comparedPeopleResolvers.map((ComparedPeopleResolver) => new ComparedPeopleResolver(benchmarks)),
    ],
    handlers: [benchmarkRefresh.registration],
    nodes: [
      [
        "BenchmarkRefresh",
        async (context, key) => whenFound(await benchmarks.findRefresh(context, key), toBenchmarkRefresh),
      ],
    ],
  } satisfies Composed;
}

export type BenchmarksPart = Services<typeof composeBenchmarks>;
