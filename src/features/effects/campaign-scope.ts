import type { RequestContext } from "../../platform/request-context";
import { SMALLEST_LINE } from "../../platform/small-groups";
import { widenToHours } from "../../platform/whole-hours";
import type { BrandService } from "../brands";
import { type CampaignService, type CampaignWithPlacements, exposuresOf } from "../campaigns";
import type { BrandWindows, ExposureFilter, GrantedWindow } from "../journeys";

/*
 * Terms of this feature
 *
 * touch:       a served contact by media (EXPOSURE of the chain) that names the campaign by its code or a placement.
 * conversion:  a net order of the brand: paid and not fully refunded, when its first touchpoint came.
 * effect:      a rate of those who were touched, with its interval, beside that of others or of the same people otherwise.
 */

/** A campaign of a granted brand in its window, widened to whole hours; small cells are those of delivery and attribution. */
export interface CampaignScope {
  readonly campaign: CampaignWithPlacements;
  readonly window: GrantedWindow;
}

/** Cells of media tell about media more than about people, so smaller groups may show than in assets. */
export const asLines = (window: GrantedWindow): GrantedWindow => ({
  ...window,
  threshold: window.threshold > 1 ? SMALLEST_LINE : 1,
});

/** Touches of a campaign; `site` keeps those on one site. */
export const touchesOf = (campaign: CampaignWithPlacements, site: ExposureFilter["site"] = null): ExposureFilter => ({
  site,
  campaign: exposuresOf(campaign),
});

export class CampaignScopes {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly brands: BrandService,
    private readonly windows: BrandWindows,
  ) {}

  /** Null when the campaign, or its brand, is not visible. */
  async find(context: RequestContext, campaignId: string): Promise<CampaignScope | null> {
    const campaign = await this.campaigns.find(context, campaignId);
    const brand = campaign && (await this.brands.findGranted(context, campaign.brandId));
    if (!campaign || !brand) return null;
    const window = await this.windows.grant(context, brand.id, widenToHours(campaign.window, brand.zone));
    return { campaign, window: asLines(window) };
  }
}
