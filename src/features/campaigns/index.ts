export type { CampaignService, CampaignWithPlacements, PlacementSpend } from "./campaign.service";
export { checkName, isText } from "./check-text";
export type { Placement, PlacementObjective } from "./placement";
