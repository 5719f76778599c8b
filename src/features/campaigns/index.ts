export type { CampaignService, CampaignWithPlacements } from "./campaign.service";
export type { Placement } from "./placement";
