import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { dataStateOf } from "../benchmarks";
import { shapeBenchmark } from "../benchmarks/benchmark.types";
import { Brand } from "../brands/brand.types";
import type {
  AssetGrowth as AssetGrowthRow,
  GrowthInstant as GrowthInstantRow,
  GrowthService,
  ToldGrowth,
} from "./growth.service";
import { AssetGrowth, DeltaComparison, DeltaOverIndustry, Growth, GrowthInstant, StageGrowth } from "./growth.types";

@Resolver(() => Brand)
export class BrandGrowthResolver {
  constructor(private readonly service: GrowthService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetGrowth, {
    nullable: true,
    description:
      "How the assets grew beside the industry, between two instants for which the primary category was compared: within it, by its rules and over cloud sources, so counts are others than those of the brand's snapshots. Who entered, left and moved says assetChange. Without a refresh, a category or peers the states say so; null only with an error beside it.",
  })
  async assetGrowth(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("from", () => DateTimeScalar, { description: "First instant." }) from: Date,
    @Arg("to", () => DateTimeScalar, { description: "Second instant; after from." }) to: Date,
  ): Promise<AssetGrowth> {
    return toAssetGrowth(await this.service.growth(context, brandId, { from, to }), context.clock.now());
  }
}

@Resolver(() => Growth)
export class GrowthResolver {
  @Access("READ_ASSETS")
  @FieldResolver(() => DeltaOverIndustry, { description: "The delta beside the peers' mean delta." })
  deltaOverIndustry(
    @Root() { told }: Growth,
    @Arg("as", () => DeltaComparison, { defaultValue: DeltaComparison.RATIO, description: "How to compare the two." })
    as: DeltaComparison,
  ): DeltaOverIndustry {
    const { ratio, excess, ...rest } = told.deltaOverIndustry;
    const value = as === DeltaComparison.EXCESS ? excess : ratio;
    return Object.assign(new DeltaOverIndustry(), { as, value, ...rest });
  }
}

function toAssetGrowth({ from, to, total, stages }: AssetGrowthRow, now: Date): AssetGrowth {
  const [before, after] = [from, to].map(({ lookup }) => lookup.benchmark?.ruleSet.id);
  return Object.assign(new AssetGrowth(), {
    from: toInstant(from, now),
    to: toInstant(to, now),
    hasSameRules: before !== undefined && before === after,
    total: toGrowth(total, to.asOf),
    stages: stages.map(({ stage, ...told }) =>
      Object.assign(new StageGrowth(), { stage, growth: toGrowth(told, to.asOf) }),
    ),
  });
}

const toInstant = ({ asOf, lookup }: GrowthInstantRow, now: Date): GrowthInstant =>
  Object.assign(new GrowthInstant(), {
    asOf,
    computedAt: lookup.benchmark?.computedAt ?? null,
    dataState: dataStateOf(lookup, now),
    ruleSet: lookup.benchmark && toRuleSet(lookup.benchmark.ruleSet),
  });

function toGrowth(told: ToldGrowth, asOf: Date): Growth {
  const { state, growth, benchmark, benchmarkState } = told;
  return Object.assign(new Growth(), {
    told,
    state,
    start: growth?.start ?? null,
    end: growth?.end ?? null,
    delta: growth?.delta ?? null,
    rate: growth?.rate ?? null,
    ratio: growth?.ratio ?? null,
    isMoreThanDoubled: growth?.isMoreThanDoubled ?? false,
    benchmark: benchmark && shapeBenchmark(benchmark, asOf),
    benchmarkState,
  });
}
