export { asLines, type CampaignScope, type CampaignScopes } from "./campaign-scope";
export type { FrequencyService } from "./frequency.service";
export { type JointService, MAX_SELF_BOUGHT } from "./joint.service";
export { type EffectVerdict, verdictOf } from "./lift";
export { type Rate, rateOf } from "./rate";
export { effectParams, netOrdersSql } from "./window-sql";
