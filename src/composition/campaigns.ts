import { ArchivePackResolver } from "../features/campaigns/archive-pack.resolver";
import { AudiencePackUseResolver } from "../features/campaigns/audience-pack-use.resolver";
import { BrandCampaignsResolver } from "../features/campaigns/brand-campaigns.resolver";
import { CampaignResolver } from "../features/campaigns/campaign.resolver";
import { CampaignService } from "../features/campaigns/campaign.service";
import { CampaignStore } from "../features/campaigns/campaign.store";
import { toCampaign } from "../features/campaigns/campaign.types";
import { CampaignEditor } from "../features/campaigns/campaign-editor";
import { CampaignJourneyResolver } from "../features/campaigns/campaign-journey.resolver";
import { CampaignTouchpointsResolver } from "../features/campaigns/campaign-touchpoints.resolver";
import { DeliveryResolver } from "../features/campaigns/delivery.resolver";
import { DeliveryService } from "../features/campaigns/delivery.service";
import { DeliveryStore } from "../features/campaigns/delivery.store";
import { EstimateCost } from "../features/campaigns/estimate-cost";
import { EstimateCostResolver } from "../features/campaigns/estimate-cost.resolver";
import { PackArchiver } from "../features/campaigns/pack-archiver";
import { PlacementResolver } from "../features/campaigns/placement.resolver";
import { PlacementStore } from "../features/campaigns/placement.store";
import { toPlacement } from "../features/campaigns/placement.types";
import { PlacementPeopleStore } from "../features/campaigns/placement-people.store";
import type { AccessPart } from "./access";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { JourneysPart } from "./journeys";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeCampaigns(
  { database, queries }: Kernel,
  {
    access,
    questions,
    brands,
    overlay,
    plane,
    touchpoints,
    touchpointQueries,
    journeys,
    packs,
    packLifecycle,
    estimator,
  }: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & JourneysPart & AudiencesPart,
) {
  const campaignStore = new CampaignStore(database);
  const placementStore = new PlacementStore(database);
  const deliveryStore = new DeliveryStore(database);
  const campaigns = new CampaignService(campaignStore, placementStore, deliveryStore, brands);
  const deliveries = new DeliveryService(database, deliveryStore, campaigns, brands);
  const editor = new CampaignEditor({ database, campaigns, campaignStore, placementStore, brands, audiences: packs });
  const placementPeople = new PlacementPeopleStore(queries);
  const cost = new EstimateCost({
    ...{ access, questions, brands, campaigns, estimator },
    ...{ people: placementPeople, touchpoints, overlay, plane },
  });
  return {
    campaigns,
    placementPeople,
    campaignEditor: editor,
    resolvers: [
      new CampaignResolver(campaigns, editor, brands),
      new BrandCampaignsResolver(campaigns),
      new PlacementResolver(campaigns, deliveries, packs),
      new DeliveryResolver(deliveries, brands),
      new AudiencePackUseResolver(campaigns),
      new ArchivePackResolver(new PackArchiver(packLifecycle, placementStore)),
      new EstimateCostResolver(cost),
      new CampaignJourneyResolver(brands, campaigns, journeys),
      new CampaignTouchpointsResolver(campaigns, touchpointQueries),
    ],
    nodes: [
      [
        "Campaign",
        async (context, key) =>
          whenFound(await campaigns.campaigns(context).load(key), (row) => toCampaign(row, context.clock.now())),
      ],
      ["Placement", async (context, key) => whenFound(await campaigns.placements(context).load(key), toPlacement)],
    ],
  } satisfies Composed;
}

export type CampaignsPart = Services<typeof composeCampaigns>;
