import { BrandActivityResolver } from "../features/market/activity.resolver";
import { ActivityService } from "../features/market/activity.service";
import { BlendedReturnResolver } from "../features/market/blended-return.resolver";
import { BlendedReturnService } from "../features/market/blended-return.service";
import { BrandGrowthResolver, GrowthResolver } from "../features/market/growth.resolver";
import { GrowthService } from "../features/market/growth.service";
import { BrandMarginResolver } from "../features/market/margin.resolver";
import { MarginService } from "../features/market/margin.service";
import { MarketService } from "../features/market/market.service";
import { MarketStore } from "../features/market/market.store";
import { BrandPositionResolver } from "../features/market/position.resolver";
import { PositionService } from "../features/market/position.service";
import { MarketResolver, toMarketRefresh } from "../features/market/refresh.resolver";
import { followBenchmarks, refreshMarketJob } from "../features/market/refresh-market";
import { SalesStore } from "../features/market/sales.store";
import type { AccessPart } from "./access";
import type { BenchmarksPart } from "./benchmarks";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeMarket(
  { database, clickhouse, jobs }: Kernel,
  {
    access,
    brands,
    settle,
    plane,
    touchpoints,
    benchmarks,
    benchmarkRefresh,
    campaigns,
  }: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & BenchmarksPart & CampaignsPart,
) {
  const store = new MarketStore(database);
  benchmarkRefresh.onRefreshed(followBenchmarks(jobs));
  const market = new MarketService({ database, store, jobs, brands });
  const growth = new GrowthService(benchmarks);
  return {
    market,
    growth,
    resolvers: [
      new BrandGrowthResolver(growth),
      new GrowthResolver(),
      new BrandActivityResolver(new ActivityService(benchmarks)),
      new BrandPositionResolver(new PositionService(market, access)),
      new BrandMarginResolver(new MarginService(market, benchmarks, access)),
      new BlendedReturnResolver(new BlendedReturnService(market, campaigns, access), brands),
      new MarketResolver(market),
    ],
    handlers: [refreshMarketJob({ store, sales: new SalesStore(clickhouse), brands, touchpoints, settle, plane })],
    nodes: [
      ["MarketRefresh", async (context, key) => whenFound(await market.findRefresh(context, key), toMarketRefresh)],
    ],
  } satisfies Composed;
}

export type MarketPart = Services<typeof composeMarket>;
