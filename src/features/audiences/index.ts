export type { AudienceService } from "./audience.service";
export type { AudiencePack, PackBuild, PackState } from "./audience-pack";
export type { BrandQuestion, Lifecycle, LifecycleInstants, Membership, TierStanding } from "./later-people";
