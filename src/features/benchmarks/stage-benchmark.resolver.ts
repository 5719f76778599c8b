import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { AssetStage } from "../assets/asset-snapshot.types";
import type { BenchmarkService } from "./benchmark.service";
import { Benchmark, BenchmarkStateEnum, toBenchmark } from "./benchmark.types";
import { peopleMetric } from "./benchmark-metric";
import { type BenchmarkLookup, type BenchmarkState, stateOf } from "./brand-benchmark";

/** The industry beside each stage of a snapshot. */
@Resolver(() => AssetStage)
export class StageBenchmarkResolver {
  constructor(private readonly benchmarks: BenchmarkService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => Benchmark, {
    nullable: true,
    description:
      "The stage in the snapshot's category, else the brand's primary one, by the newest refresh of exactly the snapshot's instant; null unless benchmarkState is AVAILABLE. `own` is counted in that category by its rules, which the snapshot's people need not be.",
  })
  async benchmark(@Ctx() context: RequestContext, @Root() stage: AssetStage): Promise<Benchmark | null> {
    const { benchmark } = await this.lookup(context, stage);
    const figure = benchmark?.figures.get(peopleMetric(stage.stage));
    return figure ? toBenchmark(figure, benchmark!.asOf) : null;
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => BenchmarkStateEnum, { description: "Whether the benchmark stands." })
  async benchmarkState(@Ctx() context: RequestContext, @Root() stage: AssetStage): Promise<BenchmarkState> {
    return stateOf(await this.lookup(context, stage), peopleMetric(stage.stage));
  }

  private lookup(context: RequestContext, { snapshot }: AssetStage): Promise<BenchmarkLookup> {
    const { brandId, categoryId, asOf } = snapshot;
    return this.benchmarks.lookup(context, { brandId, categoryId, asOf, flowFrom: null });
  }
}
