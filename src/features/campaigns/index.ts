export type { CampaignService, CampaignWithPlacements } from "./campaign.service";
export { checkName, isText } from "./check-text";
export type { Placement } from "./placement";
