export type { CampaignScope, CampaignScopes } from "./campaign-scope";
export type { FrequencyService } from "./frequency.service";
export { type JointService, MAX_SELF_BOUGHT } from "./joint.service";
export { effectParams, netOrdersSql } from "./window-sql";
