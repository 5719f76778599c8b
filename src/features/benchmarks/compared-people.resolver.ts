import { type ClassType, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { AssetSnapshot } from "../assets";
import { AssetStage } from "../assets/asset-snapshot.types";
import { NineGridCell, NineGridColumn, NineGridGroup, NineGridPlaced, NineGridRow } from "../assets/nine-grid.types";
import type { BenchmarkService } from "./benchmark.service";
import { Benchmark, BenchmarkStateEnum, toBenchmark } from "./benchmark.types";
import {
  type BenchmarkMetric,
  cellMetric,
  groupMetric,
  intentMetric,
  loyaltyMetric,
  peopleMetric,
} from "./benchmark-metric";
import { type BenchmarkLookup, type BenchmarkState, stateOf } from "./brand-benchmark";

/** Some people of a snapshot. */
interface SnapshotPart {
  readonly snapshot: Pick<AssetSnapshot, "brandId" | "categoryId" | "asOf">;
}

/** Puts the industry beside each `type` of a snapshot. */
function comparedPeople<Part extends SnapshotPart>(type: ClassType<Part>, metricOf: (part: Part) => BenchmarkMetric) {
  @Resolver(() => type)
  class ComparedPeopleResolver {
    constructor(private readonly benchmarks: BenchmarkService) {}

    @Access("READ_ASSETS")
    @FieldResolver(() => Benchmark, {
      nullable: true,
      description:
        "These people in the snapshot's category, else the brand's primary one, by the newest refresh of exactly the snapshot's instant; null unless benchmarkState is AVAILABLE. `own` is counted in that category by its rules, which the snapshot's people need not be.",
    })
    async benchmark(@Ctx() context: RequestContext, @Root() part: Part): Promise<Benchmark | null> {
      const { benchmark } = await this.lookup(context, part);
      const figure = benchmark?.figures.get(metricOf(part));
      return figure ? toBenchmark(figure, benchmark!.asOf) : null;
    }

    @Access("READ_ASSETS")
    @FieldResolver(() => BenchmarkStateEnum, { description: "Whether the benchmark stands." })
    async benchmarkState(@Ctx() context: RequestContext, @Root() part: Part): Promise<BenchmarkState> {
      return stateOf(await this.lookup(context, part), metricOf(part));
    }

    private lookup(context: RequestContext, { snapshot }: Part): Promise<BenchmarkLookup> {
      const { brandId, categoryId, asOf } = snapshot;
      return this.benchmarks.lookup(context, { brandId, categoryId, asOf, flowFrom: null });
    }
  }
  return ComparedPeopleResolver;
}

/** The industry beside stages, and beside the cells of the nine-grid and their sums. */
export const comparedPeopleResolvers = [
  comparedPeople(AssetStage, ({ stage }) => peopleMetric(stage)),
  comparedPeople(NineGridCell, cellMetric),
  comparedPeople(NineGridGroup, ({ group }) => groupMetric(group)),
  comparedPeople(NineGridRow, ({ intent }) => intentMetric(intent)),
  comparedPeople(NineGridColumn, ({ loyalty }) => loyaltyMetric(loyalty)),
  comparedPeople(NineGridPlaced, () => "PLACED_PEOPLE"),
] as const;
