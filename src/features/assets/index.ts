export { type AssetService, LABELS_THINNED } from "./asset.service";
export type { AssetActivity } from "./asset-activity";
export { type Movement, movements, stageMovements, stageSide } from "./asset-change";
export type { AssetFigures } from "./asset-figures";
export type { AssetSnapshot, SnapshotChoice, TrendGrain } from "./asset-snapshot";
export { zonedDay, zoneParams } from "./brand-day-sql";
export { checkAsOf } from "./check-as-of";
export { crossLabels, type Labelled } from "./cross-labels";
export { groupNames, intentNames, loyaltyNames, stageNames } from "./label-names";
export type { CategoryScope, LabelledBrand, LabelRequest, LabelTarget, ReachRequest } from "./label-request";
export {
  type Cell,
  type CellLabel,
  type CrowdGroup,
  cellLabelOf,
  cells,
  crowdGroups,
  type Intent,
  intents,
  type Loyalty,
  loyalties,
} from "./nine-grid";
export { PeopleLabeller } from "./people-labeller";
export { figuresOf, type LabelDimension, type PeopleLabels } from "./people-labels";
export {
  type ActionCount,
  type RuleSet,
  type RuleSetDefinition,
  type RuleSetInForce,
  ruleSetOfAnother,
} from "./rule-set";
export type { ShopConversion } from "./shop-conversion";
export type { ShownSnapshot, SnapshotService } from "./snapshot.service";
export { type PerStage, type Stage, type StageLabel, stageLabelOf, stageLabels, stages } from "./stage";
export type { RisenPeople, StageHistory, StageQuestion, StageTime } from "./stage-history";
export type { StageReach } from "./stage-reach";
export type { StageRiseSql, StageRisesSql } from "./stage-rise-sql";
export { isSumSafe, type SuppressedTable, suppressTable } from "./suppress-table";
export { TAKE_ASSET_SNAPSHOT, type TakeSnapshotPayload } from "./take-snapshot";
export { type CrossedLabels, type ToldTransition, type TransitionSide, tellTransition } from "./tell-transition";
export { visibleFigures, withheldIn } from "./visible-figures";
export { visibleNineGrid } from "./visible-nine-grid";
