export type { AudienceService } from "./audience.service";
export type { AudienceEditor } from "./audience-editor";
export { type AudiencePack, hasMembers, type PackBuild, type PackState } from "./audience-pack";
export { type AudienceSize, tellSize } from "./audience-size";
export type { LookAlikeModels } from "./look-alike-models";
export type { RfmCuts, RfmStore } from "./rfm.store";
export type { CustomerQuery } from "./rfm-query";
export { customersParams, customersSql } from "./rfm-sql";
export type { RulePeople } from "./rule-people";
