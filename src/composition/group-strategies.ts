import {
  BrandGroupResolver,
  BrandInheritanceResolver,
  GroupStrategyResolver,
  GroupStrategyVersionResolver,
  InheritedStrategyResolver,
  ViewerBrandGroupsResolver,
} from "../features/group-strategies/brand-group.resolver";
import { BrandGroupService } from "../features/group-strategies/brand-group.service";
import { BrandGroupStore } from "../features/group-strategies/brand-group.store";
import { GroupStrategyChangeResolver } from "../features/group-strategies/group-strategy.resolver";
import { GroupStrategyService } from "../features/group-strategies/group-strategy.service";
import { GroupStrategyStore } from "../features/group-strategies/group-strategy.store";
import { toBrandGroup, toGroupStrategy } from "../features/group-strategies/group-strategy.types";
import { StrategyOverrideService } from "../features/group-strategies/strategy-override.service";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PlaybooksPart } from "./playbooks";

export function composeGroupStrategies(
  { database }: Kernel,
  { brands, packs, playbooks }: BrandsPart & AudiencesPart & PlaybooksPart,
) {
  const groups = new BrandGroupService(database, new BrandGroupStore(database), brands);
  const store = new GroupStrategyStore(database);
  const strategies = new GroupStrategyService({ database, store, groups, brands, playbooks });
  const overrides = new StrategyOverrideService(store, strategies, packs);
  return {
    groupStrategies: strategies,
    resolvers: [
      new BrandGroupResolver(groups, strategies, brands),
      new ViewerBrandGroupsResolver(groups),
      new BrandInheritanceResolver(strategies),
      new GroupStrategyResolver(strategies, groups),
      new GroupStrategyVersionResolver(playbooks, brands),
      new InheritedStrategyResolver(brands),
      new GroupStrategyChangeResolver(strategies, overrides),
    ],
    nodes: [
      ["BrandGroup", async (context, key) => whenFound(await groups.find(context, key), toBrandGroup)],
      ["GroupStrategy", async (context, key) => whenFound(await strategies.find(context, key), toGroupStrategy)],
    ],
  } satisfies Composed;
}

export type GroupStrategiesPart = Services<typeof composeGroupStrategies>;
