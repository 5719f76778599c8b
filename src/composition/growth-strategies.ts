import {
  BrandGrowthStrategiesResolver,
  GrowthStrategyResolver,
} from "../features/growth-strategies/growth-strategy.resolver";
import { GrowthStrategyService } from "../features/growth-strategies/growth-strategy.service";
import { GrowthStrategyStore } from "../features/growth-strategies/growth-strategy.store";
import { toGrowthStrategy } from "../features/growth-strategies/growth-strategy.types";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import type { ExperimentsPart } from "./experiments";
import { type Composed, type Kernel, whenFound } from "./part";

export function composeGrowthStrategies(
  { database }: Kernel,
  { brands, campaigns, experiments, experimentReader: reader }: BrandsPart & CampaignsPart & ExperimentsPart,
) {
  const store = new GrowthStrategyStore(database);
  const strategies = new GrowthStrategyService({ database, store, brands, campaigns, experiments, reader });
  return {
    resolvers: [
      new GrowthStrategyResolver(strategies, campaigns, experiments),
      new BrandGrowthStrategiesResolver(strategies),
    ],
    nodes: [
      ["GrowthStrategy", async (context, key) => whenFound(await strategies.find(context, key), toGrowthStrategy)],
    ],
  } satisfies Composed;
}
