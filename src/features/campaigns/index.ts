export type { CampaignStep, Period, ScheduledStep } from "./campaign";
export type { CampaignService, CampaignWithPlacements } from "./campaign.service";
export type { Placement } from "./placement";
