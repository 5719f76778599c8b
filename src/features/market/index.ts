export type { MarketService } from "./market.service";
