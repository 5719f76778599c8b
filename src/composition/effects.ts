import { BrandActionResolver } from "../features/effects/action-to-order.resolver";
import { ActionToOrderService } from "../features/effects/action-to-order.service";
import { ActionToOrderStore } from "../features/effects/action-to-order.store";
import { CampaignArrivalResolver } from "../features/effects/arrival.resolver";
import { ArrivalService } from "../features/effects/arrival.service";
import { ArrivalStore } from "../features/effects/arrival.store";
import { CampaignAwarenessResolver } from "../features/effects/awareness.resolver";
import { AwarenessService } from "../features/effects/awareness.service";
import { AwarenessStore } from "../features/effects/awareness.store";
import { CampaignScopes } from "../features/effects/campaign-scope";
import { CampaignFrequencyResolver, ReportFrequencyResolver } from "../features/effects/frequency.resolver";
import { FrequencyService } from "../features/effects/frequency.service";
import { FrequencyStore } from "../features/effects/frequency.store";
import { BrandIncentiveResolver } from "../features/effects/incentive.resolver";
import { IncentiveService } from "../features/effects/incentive.service";
import { IncentiveStore } from "../features/effects/incentive.store";
import { CampaignJointResolver } from "../features/effects/joint.resolver";
import { JointService } from "../features/effects/joint.service";
import { JointStore } from "../features/effects/joint.store";
import { BrandLaunchRankResolver } from "../features/effects/launch-rank.resolver";
import { LaunchRankService } from "../features/effects/launch-rank.service";
import { LaunchRankStore } from "../features/effects/launch-rank.store";
import { BrandLineTypeResolver, CampaignLineTypeResolver } from "../features/effects/line-type.resolver";
import { LineTypeService } from "../features/effects/line-type.service";
import { LineTypeStore } from "../features/effects/line-type.store";
import { BrandLinkageResolver } from "../features/effects/linkage.resolver";
import { LinkageService } from "../features/effects/linkage.service";
import { LinkageStore } from "../features/effects/linkage.store";
import { ReportFrequencyStore } from "../features/effects/report-frequency.store";
import { BrandStalledSalesResolver } from "../features/effects/stalled-sales.resolver";
import { StalledSalesService } from "../features/effects/stalled-sales.service";
import { StalledSalesStore } from "../features/effects/stalled-sales.store";
import type { AssetsPart } from "./assets";
import type { AudiencesPart } from "./audiences";
import type { BenchmarksPart } from "./benchmarks";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import type { JourneysPart } from "./journeys";
import type { Composed, Kernel, Services } from "./part";
import type { TouchpointsPart } from "./touchpoints";

export function composeEffects(
  { database, queries }: Kernel,
  {
    brands,
    touchpoints,
    windows,
    packs,
    campaigns,
    assets,
    stageHistory: stages,
    benchmarks,
  }: BrandsPart & TouchpointsPart & JourneysPart & AssetsPart & BenchmarksPart & AudiencesPart & CampaignsPart,
) {
  const scopes = new CampaignScopes(campaigns, brands, windows);
  const frequencies = new FrequencyService(
    scopes,
    windows,
    new FrequencyStore(queries),
    new ReportFrequencyStore(database),
  );
  const joints = new JointService({ campaigns, scopes, windows, store: new JointStore(queries) });
  const lines = new LineTypeService({
    ...{ campaigns, brands, windows, assets, stages },
    store: new LineTypeStore(queries),
  });
  const linkages = new LinkageService({
    ...{ windows, brands, assets, stages, benchmarks },
    store: new LinkageStore(queries),
  });
  return {
    scopes,
    frequencies,
    joints,
    resolvers: [
      new ReportFrequencyResolver(frequencies),
      new CampaignFrequencyResolver(frequencies),
      new CampaignArrivalResolver(new ArrivalService(scopes, windows, new ArrivalStore(queries))),
      new CampaignJointResolver(joints),
      new CampaignAwarenessResolver(new AwarenessService(scopes, windows, new AwarenessStore(queries))),
      new CampaignLineTypeResolver(lines),
      new BrandLineTypeResolver(lines),
      new BrandLinkageResolver(linkages),
      new BrandIncentiveResolver(new IncentiveService(windows, brands, packs, new IncentiveStore(queries))),
      new BrandActionResolver(new ActionToOrderService(windows, brands, new ActionToOrderStore(queries))),
      new BrandStalledSalesResolver(new StalledSalesService(windows, brands, new StalledSalesStore(queries))),
      new BrandLaunchRankResolver(
        new LaunchRankService({ windows, brands, touchpoints, store: new LaunchRankStore(queries) }),
      ),
    ],
  } satisfies Composed;
}

export type EffectsPart = Services<typeof composeEffects>;
