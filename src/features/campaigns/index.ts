export { type Campaign, type CampaignStep, campaignSteps, type Period, type ScheduledStep } from "./campaign";
export type { CampaignService, CampaignWithPlacements, PlacementSpend } from "./campaign.service";
export { exposuresOf } from "./campaign-exposures";
export { checkName, isText } from "./check-text";
export type { ReportedDelivery } from "./delivery";
export type { NewCampaign } from "./new-campaign";
export {
  externalKey,
  type NewPlacement,
  type NoPackReason,
  type Placement,
  type PlacementObjective,
} from "./placement";
export type { PlacementPeopleStore } from "./placement-people.store";
