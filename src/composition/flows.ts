import { ActivityService } from "../features/flows/activity.service";
import { ActivityStore } from "../features/flows/activity.store";
import { AssetRetentionService } from "../features/flows/asset-retention.service";
import { BrandFlowsResolver } from "../features/flows/brand-flows.resolver";
import { BrandLifecycleResolver } from "../features/flows/brand-lifecycle.resolver";
import { BrandTransitionsResolver } from "../features/flows/brand-transitions.resolver";
import { CampaignFlowsResolver } from "../features/flows/campaign-flows.resolver";
import { FlowCampaigns } from "../features/flows/flow-campaigns";
import { CampaignFlowService } from "../features/flows/flow-comparison.service";
import { FlowWindows } from "../features/flows/flow-windows";
import { LifecyclePeople } from "../features/flows/lifecycle-people";
import { StageCountService } from "../features/flows/stage-counts.service";
import { StageLabels } from "../features/flows/stage-labels";
import { StageReachService } from "../features/flows/stage-reach.service";
import { StageTimesService } from "../features/flows/stage-times.service";
import { TransitionService } from "../features/flows/transition.service";
import { UpsellService } from "../features/flows/upsell.service";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import type { JourneysPart } from "./journeys";
import type { Composed, Kernel, Services } from "./part";
import type { PeoplePart } from "./people";

export function composeFlows(
  { queries }: Kernel,
  {
    access,
    brands,
    windows,
    overlay,
    assets,
    snapshots,
    stageHistory,
    campaigns,
    laterPeople,
  }: AccessPart & AudiencesPart & BrandsPart & PeoplePart & JourneysPart & AssetsPart & CampaignsPart,
) {
  const flowWindows = new FlowWindows(windows, assets);
  const labels = new StageLabels(assets, stageHistory);
  const reach = new StageReachService(flowWindows, stageHistory, labels);
  const followed = new FlowCampaigns(campaigns, brands);
  const activity = new ActivityStore(queries);
  laterPeople.lifecycleBy(new LifecyclePeople({ access, brands, store: activity }));
  return {
    stageReach: reach,
    stageCounts: new StageCountService(flowWindows, labels),
    resolvers: [
      new BrandFlowsResolver(reach, new StageTimesService(flowWindows, stageHistory, labels)),
      new BrandLifecycleResolver(new ActivityService(windows, activity)),
      new BrandTransitionsResolver(new TransitionService(assets, snapshots, overlay)),
      new CampaignFlowsResolver(
        new CampaignFlowService(reach, followed),
        new AssetRetentionService(followed, flowWindows, stageHistory, labels),
        new UpsellService({ campaigns: followed, windows: flowWindows, reach, stages: stageHistory, labels }),
      ),
    ],
  } satisfies Composed;
}

export type FlowsPart = Services<typeof composeFlows>;
