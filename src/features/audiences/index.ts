export type { AudienceService } from "./audience.service";
export type { AudiencePack, PackBuild, PackState } from "./audience-pack";
