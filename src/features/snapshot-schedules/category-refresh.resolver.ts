import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { BenchmarkService } from "../benchmarks";
import type { BrandService } from "../brands";
import type { MarketService } from "../market";
import { CategoryRefresh, toCategoryRefresh } from "./category-refresh.types";
import { SnapshotSchedule } from "./snapshot-schedule.types";

/** What of the brand's primary category was counted last. */
@Resolver(() => SnapshotSchedule)
export class CategoryRefreshResolver {
  constructor(
    private readonly brands: BrandService,
    private readonly benchmarks: BenchmarkService,
    private readonly market: MarketService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => CategoryRefresh, {
    nullable: true,
    description:
      "The newest comparison of the brand's primary category (行业对标); null: it was never compared, or the brand has none.",
  })
  async latestBenchmarks(
    @Ctx() context: RequestContext,
    @Root() { brandId }: SnapshotSchedule,
  ): Promise<CategoryRefresh | null> {
    const categoryId = await this.brands.primaryCategory(context, brandId);
    const row = categoryId === null ? null : await this.benchmarks.latest(context, categoryId);
    return row && toCategoryRefresh({ ...row, from: row.flowFrom, to: row.asOf }, context.clock.now());
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => CategoryRefresh, {
    nullable: true,
    description: "What the category's brands sold, counted last; null likewise.",
  })
  async latestMarket(
    @Ctx() context: RequestContext,
    @Root() { brandId }: SnapshotSchedule,
  ): Promise<CategoryRefresh | null> {
    const categoryId = await this.brands.primaryCategory(context, brandId);
    const row = categoryId === null ? null : await this.market.latest(context, categoryId);
    return row && toCategoryRefresh(row, context.clock.now());
  }
}
