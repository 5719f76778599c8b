import { PeopleLabeller } from "../features/assets";
import { AssetLabelStore } from "../features/assets/asset-label.store";
import { BrandRuleSetResolver } from "../features/rule-sets/brand-rule-set.resolver";
import { RuleSetResolver } from "../features/rule-sets/rule-set.resolver";
import { RuleSetService } from "../features/rule-sets/rule-set.service";
import { RuleSetStore } from "../features/rule-sets/rule-set.store";
import { RuleSetDiffResolver } from "../features/rule-sets/rule-set-diff.resolver";
import { RuleSetDiffService } from "../features/rule-sets/rule-set-diff.service";
import { RuleSetEditor } from "../features/rule-sets/rule-set-editor";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { BrandsPart } from "./brands";
import type { Composed, Kernel } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeRuleSets(
  { database, queries }: Kernel,
  known: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & AssetsPart,
) {
  const { assets, brands } = known;
  const store = new RuleSetStore(database);
  const ruleSets = new RuleSetService(store);
  const labeller = new PeopleLabeller(new AssetLabelStore(queries), brands);
  return {
    resolvers: [
      new RuleSetResolver(ruleSets, new RuleSetEditor({ database, store, ruleSets, assets, brands }), brands),
      new RuleSetDiffResolver(new RuleSetDiffService({ ...known, ruleSets, labeller })),
      new BrandRuleSetResolver(assets),
    ],
  } satisfies Composed;
}
