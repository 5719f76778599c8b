export type { AudienceService } from "./audience.service";
export type { AudienceBuilder } from "./audience-builder";
export type { AudienceEditor, PackCall, PackToChange } from "./audience-editor";
export type { AudienceLists, UsableList } from "./audience-lists";
export { type AudiencePack, hasMembers, type PackBuild, type PackRules, type PackState } from "./audience-pack";
export { audienceQuestion } from "./audience-question";
export { type AudienceSize, tellPart, tellSize } from "./audience-size";
export { checkName } from "./check-pack";
export type { EstimatedAudience } from "./estimated-audience";
export type { Estimator } from "./estimator";
export type {
  BrandQuestion,
  CustomerValues,
  Lifecycle,
  LifecycleInstants,
  Membership,
  TierStanding,
  ValueStanding,
} from "./later-people";
export type { LookAlikeModels } from "./look-alike-models";
export type { PackHistory } from "./pack-history";
export type { PackLifecycle } from "./pack-lifecycle";
export type { PackReferences } from "./pack-references";
export { MAX_EVERY_HOURS } from "./pack-schedule";
export { PART_OF_PERSON, shareKey } from "./random-share";
export type { RfmCuts, RfmStore } from "./rfm.store";
export type { CustomerQuery } from "./rfm-query";
export { customersParams, customersSql } from "./rfm-sql";
export type { RulePeople } from "./rule-people";
export type { RuleReader } from "./rule-reader";
