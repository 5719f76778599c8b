export type {
  BoundaryFigures,
  CampaignFigureState,
  CampaignFigures,
  IndustryFigures,
  ReachedFigures,
} from "./campaign-figures";
export { type CampaignMetric, campaignMetrics, metricUnits } from "./campaign-metric";
export { attainmentOf, type CampaignTarget } from "./campaign-target";
export type { CampaignTargetService } from "./campaign-target.service";
export type { CampaignFigureReader } from "./figure-reader";
export { growthOf, type Measured, measure, sidesOf, sumOf } from "./measure";
