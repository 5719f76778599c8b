export type { AssetGrowth, GrowthService, ToldGrowth } from "./growth.service";
export type { MarketService } from "./market.service";
