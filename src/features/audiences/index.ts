export type { AudienceService } from "./audience.service";
export type { PackToChange } from "./audience-editor";
export type { AudiencePack, PackBuild, PackState } from "./audience-pack";
export type { PackLifecycle } from "./pack-lifecycle";
