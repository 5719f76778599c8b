import { DataMaturityResolver } from "../features/growth-health/data-maturity.resolver";
import { DataMaturityService } from "../features/growth-health/data-maturity.service";
import { GrowthHealthResolver } from "../features/growth-health/growth-health.resolver";
import { GrowthHealthService } from "../features/growth-health/growth-health.service";
import { HealthThresholdStore } from "../features/growth-health/health-threshold.store";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import type { DiagnosisPart } from "./diagnosis";
import type { FindingTasksPart } from "./finding-tasks";
import type { MembersPart } from "./members";
import type { Composed, Kernel } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeGrowthHealth(
  { database }: Kernel,
  known: AccessPart &
    BrandsPart &
    PeoplePart &
    TouchpointsPart &
    AssetsPart &
    DiagnosisPart &
    AudiencesPart &
    CampaignsPart &
    FindingTasksPart &
    MembersPart,
) {
  const store = new HealthThresholdStore(database);
  const health = new GrowthHealthService({ ...known, store });
  const maturity = new DataMaturityService(known);
  return {
    resolvers: [new GrowthHealthResolver(health), new DataMaturityResolver(maturity)],
  } satisfies Composed;
}
