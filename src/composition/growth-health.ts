import { GrowthHealthResolver } from "../features/growth-health/growth-health.resolver";
import { GrowthHealthService } from "../features/growth-health/growth-health.service";
import { HealthThresholdStore } from "../features/growth-health/health-threshold.store";
import { MemberStore } from "../features/growth-health/member.store";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { BrandsPart } from "./brands";
import type { DiagnosisPart } from "./diagnosis";
import type { Composed, Kernel } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeGrowthHealth(
  { database, queries }: Kernel,
  known: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & AssetsPart & DiagnosisPart,
) {
  const store = new HealthThresholdStore(database);
  const health = new GrowthHealthService({ ...known, store, members: new MemberStore(queries) });
  return { resolvers: [new GrowthHealthResolver(health)] } satisfies Composed;
}
