export type { AssetService } from "./asset.service";
export type { AssetFigures } from "./asset-figures";
export type { AssetSnapshot, AssetSnapshotState, TrendGrain } from "./asset-snapshot";
export type { CategoryScope, LabelledBrand, LabelRequest, LabelTarget, ReachRequest } from "./label-request";
export {
  type Cell,
  type CellLabel,
  type CrowdGroup,
  cellLabelOf,
  crowdGroups,
  type Intent,
  type Loyalty,
} from "./nine-grid";
export type { LabelDimension } from "./people-labels";
export type { RuleSet, RuleSetDefinition } from "./rule-set";
export type { ShownSnapshot, SnapshotService } from "./snapshot.service";
export { type PerStage, type Stage, type StageLabel, stageLabelOf, stageLabels, stages } from "./stage";
export type { RisenPeople, StageHistory, StageQuestion, StageTime } from "./stage-history";
export type { StageReach } from "./stage-reach";
