import {
  EngageLineResolver,
  EngagePlanResolver,
  LineageCampaignResolver,
} from "../features/engage-plans/engage-plan.resolver";
import { EngagePlanService } from "../features/engage-plans/engage-plan.service";
import { EngagePlanStore } from "../features/engage-plans/engage-plan.store";
import type { AudiencesPart } from "./audiences";
import type { CampaignsPart } from "./campaigns";
import type { Composed, Kernel } from "./part";

export function composeEngagePlans({ database }: Kernel, { packs, campaigns }: AudiencesPart & CampaignsPart) {
  const plans = new EngagePlanService(database, new EngagePlanStore(database), campaigns, packs);
  return {
    resolvers: [
      new EngagePlanResolver(plans),
      new EngageLineResolver(packs),
      new LineageCampaignResolver(plans, campaigns),
    ],
  } satisfies Composed;
}
