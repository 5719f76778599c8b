import { ReachPacks } from "../features/reach-strategies/reach-packs";
import {
  BrandReachStrategiesResolver,
  ReachStrategyResolver,
} from "../features/reach-strategies/reach-strategy.resolver";
import { ReachStrategyService } from "../features/reach-strategies/reach-strategy.service";
import { ReachStrategyStore } from "../features/reach-strategies/reach-strategy.store";
import type { AccessPart } from "./access";
import type { ActivationPart } from "./activation";
import type { AssetsPart } from "./assets";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { Composed, Kernel, Services } from "./part";

export function composeReachStrategies(
  { database }: Kernel,
  known: AccessPart & BrandsPart & AssetsPart & AudiencesPart & ActivationPart,
) {
  const store = new ReachStrategyStore(database);
  const strategies = new ReachStrategyService({ ...known, store });
  const packs = new ReachPacks({ ...known, database, store, strategies, editor: known.packEditor });
  return {
    reachStrategies: strategies,
    resolvers: [
      new BrandReachStrategiesResolver(strategies),
      new ReachStrategyResolver(strategies, packs, known.access),
    ],
  } satisfies Composed;
}

export type ReachStrategiesPart = Services<typeof composeReachStrategies>;
