import type { RequestContext } from "../../platform/request-context";
import { widenToHours } from "../../platform/whole-hours";
import type { Brand, BrandService } from "../brands";
import type { CampaignService, CampaignWithPlacements } from "../campaigns";
import type { Window } from "../journeys";

export interface FlowCampaign {
  readonly campaign: CampaignWithPlacements;
  readonly brand: Brand;
}

/** Campaigns whose people may be followed. */
export class FlowCampaigns {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly brands: BrandService,
  ) {}

  /** Null when the campaign, or its brand, is not visible. */
  async find(context: RequestContext, campaignId: string): Promise<FlowCampaign | null> {
    const campaign = await this.campaigns.find(context, campaignId);
    const brand = campaign && (await this.brands.findGranted(context, campaign.brandId));
    return brand && { campaign: campaign!, brand };
  }

  /** A visible campaign; anything else is the caller's mistake, under `path`. */
  require(context: RequestContext, campaignId: string, path: readonly string[]): Promise<CampaignWithPlacements> {
    return this.campaigns.require(context, campaignId, path);
  }
}

/** Its window, widened to whole hours. */
export const flowWindowOf = ({ campaign, brand }: FlowCampaign): Window => widenToHours(campaign.window, brand.zone);
