import type { GraphQLSchema } from "graphql";
import { AccessResolver } from "./features/access/access.resolver";
import { AudienceExportResolver } from "./features/activation/audience-export.resolver";
import { AudienceExport } from "./features/activation/audience-export.types";
import { AudiencePushResolver, PackPushesResolver } from "./features/activation/audience-push.resolver";
import { ConnectorResolver } from "./features/activation/connector.resolver";
import { EstimateDestinationResolver } from "./features/activation/estimate-destination.resolver";
import { PushChangeResolver } from "./features/activation/push-change.resolver";
import { SuppressionResolver } from "./features/activation/suppression.resolver";
import { AssetChangeResolver } from "./features/assets/asset-change.resolver";
import { AssetSnapshotResolver } from "./features/assets/asset-snapshot.resolver";
import { AssetSnapshotRunResolver } from "./features/assets/asset-snapshot-run.resolver";
import { BrandAssetsResolver } from "./features/assets/brand-assets.resolver";
import {
  AssetMovementNameResolver,
  AssetStageNameResolver,
  NineGridCellNameResolver,
  NineGridGroupNameResolver,
} from "./features/assets/label-name.resolver";
import { AssetSnapshotRun } from "./features/assets/take-snapshot.types";
import {
  AttributionResolver,
  AttributionRunResolver,
  BrandAttributionResolver,
  CampaignAttributionResolver,
  PathSetResolver,
} from "./features/attribution/attribution.resolver";
import { AttributionRun } from "./features/attribution/attribution-run.types";
import { AudienceListResolver } from "./features/audience-lists/audience-list.resolver";
import { AudienceChangeResolver } from "./features/audiences/audience-change.resolver";
import {
  AudiencePackBuildResolver,
  AudiencePackResolver,
  AudiencePackRulesResolver,
} from "./features/audiences/audience-pack.resolver";
import { AudiencePackBuild } from "./features/audiences/audience-pack.types";
import { BrandAudiencesResolver } from "./features/audiences/brand-audiences.resolver";
import { EstimateResolver } from "./features/audiences/estimate.resolver";
import {
  AudiencePackHistoryResolver,
  AudiencePackLineageResolver,
  AudiencePackVersionResolver,
} from "./features/audiences/pack-history.resolver";
import { AudiencePackLifecycleResolver } from "./features/audiences/pack-lifecycle.resolver";
import { PackOverlapResolver } from "./features/audiences/pack-overlap.resolver";
import { BenchmarkResolver } from "./features/benchmarks/benchmark.resolver";
import { BenchmarkRefresh } from "./features/benchmarks/benchmark.types";
import { BenchmarkTopResolver } from "./features/benchmarks/benchmark-top.resolver";
import { BrandBenchmarksResolver, IndustryResolver } from "./features/benchmarks/brand-benchmarks.resolver";
import { comparedPeopleResolvers } from "./features/benchmarks/compared-people.resolver";
import { ImportBenchmarksResolver } from "./features/benchmarks/import.resolver";
import { BrandResolver, ViewerQuestionResolver } from "./features/brands/brand.resolver";
import { CatalogueResolver } from "./features/brands/catalogue.resolver";
import {
  BrandBudgetTreeResolver,
  BudgetNodeResolver,
  BudgetTreeResolver,
  CampaignBudgetNodeResolver,
} from "./features/budget-trees/budget-tree.resolver";
import {
  BrandControlLogResolver,
  CampaignControlLogResolver,
  ControlChangeResolver,
  ControlledAmountResolver,
  PlacementBudgetPlanResolver,
  PlacementBudgetResolver,
  PlanAdoptionResolver,
} from "./features/budget-trees/control-log.resolver";
import { BudgetResolver } from "./features/budgets/budget.resolver";
import { BudgetLineComparisonResolver, BudgetLineResolver } from "./features/budgets/budget-line.resolver";
import { CampaignBudgetsResolver } from "./features/budgets/campaign-budgets.resolver";
import { CampaignTargetResolver, CampaignTargetsResolver } from "./features/campaign-targets/campaign-target.resolver";
import { ArchivePackResolver } from "./features/campaigns/archive-pack.resolver";
import { AudiencePackUseResolver } from "./features/campaigns/audience-pack-use.resolver";
import { BrandCampaignsResolver } from "./features/campaigns/brand-campaigns.resolver";
import { CampaignResolver } from "./features/campaigns/campaign.resolver";
import { CampaignJourneyResolver } from "./features/campaigns/campaign-journey.resolver";
import { CampaignTouchpointsResolver } from "./features/campaigns/campaign-touchpoints.resolver";
import { DeliveryResolver } from "./features/campaigns/delivery.resolver";
import { EstimateCostResolver } from "./features/campaigns/estimate-cost.resolver";
import { PlacementResolver } from "./features/campaigns/placement.resolver";
import { BrandContentSessionResolver } from "./features/content-sessions/content-session.resolver";
import {
  BrandCrowdStrategiesResolver,
  CrowdResolver,
  CrowdStrategyChangeResolver,
  CrowdStrategyResolver,
} from "./features/crowd-strategies/crowd-strategy.resolver";
import { BrandValueResolver, CampaignValueResolver } from "./features/customer-value/brand-value.resolver";
import {
  BrandCustomerValueModelsResolver,
  CustomerValueFitResolver,
  CustomerValueModelResolver,
} from "./features/customer-value/customer-value-model.resolver";
import { CustomerValueFit } from "./features/customer-value/customer-value-model.types";
import {
  CustomerValueScoringRunResolver,
  ValueScoringResolver,
} from "./features/customer-value/value-scoring.resolver";
import { CustomerValueScoringRun } from "./features/customer-value/value-scoring.types";
import { DiagnosisResolver } from "./features/diagnosis/diagnosis.resolver";
import { FindingResolver } from "./features/diagnosis/finding.resolver";
import { PlatformPotentialResolver } from "./features/diagnosis/platform-potential.resolver";
import { ScorecardResolver } from "./features/diagnosis/scorecard.resolver";
import { BrandActionResolver } from "./features/effects/action-to-order.resolver";
import { CampaignArrivalResolver } from "./features/effects/arrival.resolver";
import { CampaignAwarenessResolver } from "./features/effects/awareness.resolver";
import { CampaignFrequencyResolver, ReportFrequencyResolver } from "./features/effects/frequency.resolver";
import { BrandIncentiveResolver } from "./features/effects/incentive.resolver";
import { CampaignJointResolver } from "./features/effects/joint.resolver";
import { BrandLaunchRankResolver } from "./features/effects/launch-rank.resolver";
import { BrandLineTypeResolver, CampaignLineTypeResolver } from "./features/effects/line-type.resolver";
import { BrandLinkageResolver } from "./features/effects/linkage.resolver";
import { BrandStalledSalesResolver } from "./features/effects/stalled-sales.resolver";
import {
  EngageLineResolver,
  EngagePlanResolver,
  LineageCampaignResolver,
} from "./features/engage-plans/engage-plan.resolver";
import { ErasureResolver } from "./features/erasure/erasure.resolver";
import { BrandDwellResolver } from "./features/experiments/dwell.resolver";
import {
  BrandExperimentsResolver,
  ExperimentArmReadOutResolver,
  ExperimentArmResolver,
  ExperimentComparisonResolver,
  ExperimentResolver,
  ExperimentVersionResolver,
} from "./features/experiments/experiment.resolver";
import { ExperimentChangeResolver } from "./features/experiments/experiment-change.resolver";
import {
  BrandAttributionChangesResolver,
  ChangedAttributionResolver,
} from "./features/exports/attribution-change.resolver";
import { FigureExportResolver } from "./features/exports/figure-export.resolver";
import { FigureExportRun } from "./features/exports/figure-export.types";
import { BrandFindingTasksResolver, FindingTaskResolver } from "./features/finding-tasks/finding-task.resolver";
import {
  CampaignFlightsResolver,
  FlightChangeResolver,
  FlightResolver,
  PlacementFlightsResolver,
} from "./features/flights/flight.resolver";
import { BrandFlowsResolver } from "./features/flows/brand-flows.resolver";
import { BrandLifecycleResolver } from "./features/flows/brand-lifecycle.resolver";
import { BrandTransitionsResolver } from "./features/flows/brand-transitions.resolver";
import { CampaignFlowsResolver } from "./features/flows/campaign-flows.resolver";
import {
  BrandGroupResolver,
  BrandInheritanceResolver,
  GroupStrategyResolver,
  GroupStrategyVersionResolver,
  InheritedStrategyResolver,
  ViewerBrandGroupsResolver,
} from "./features/group-strategies/brand-group.resolver";
import { GroupStrategyChangeResolver } from "./features/group-strategies/group-strategy.resolver";
import { DataMaturityResolver } from "./features/growth-health/data-maturity.resolver";
import { GrowthHealthResolver } from "./features/growth-health/growth-health.resolver";
import {
  BrandGrowthProgrammesResolver,
  CampaignProgrammeResolver,
  GrowthPhaseResolver,
  GrowthProgrammeResolver,
} from "./features/growth-programmes/growth-programme.resolver";
import {
  BrandGrowthStrategiesResolver,
  GrowthStrategyResolver,
} from "./features/growth-strategies/growth-strategy.resolver";
import { BrandExposureResolver, JourneyExposureResolver } from "./features/journeys/exposure.resolver";
import { BrandJourneyResolver, JourneyResolver } from "./features/journeys/journey.resolver";
import { BrandPersonResolver, PersonJourneyResolver } from "./features/journeys/person.resolver";
import { BrandReachResolver } from "./features/journeys/reach.resolver";
import { ReachExportResolver } from "./features/journeys/reach-export.resolver";
import { BrandTakeoverResolver, KeywordTakeoverResolver } from "./features/keyword-takeovers/keyword-takeover.resolver";
import { BrandActivityResolver } from "./features/market/activity.resolver";
import { BlendedReturnResolver } from "./features/market/blended-return.resolver";
import { BrandGrowthResolver, GrowthResolver } from "./features/market/growth.resolver";
import { BrandMarginResolver } from "./features/market/margin.resolver";
import { BrandPositionResolver } from "./features/market/position.resolver";
import { MarketResolver } from "./features/market/refresh.resolver";
import { MarketRefresh } from "./features/market/refresh.types";
import { BenefitLedgerResolver, BenefitResolver, ProgrammeBenefitsResolver } from "./features/members/benefit.resolver";
import { BenefitChangeResolver } from "./features/members/benefit-change.resolver";
import { BenefitIssueRun } from "./features/members/benefit-ledger.types";
import {
  MemberEvaluationResolver,
  MemberEvaluationRunResolver,
  ProgrammeEvaluationsResolver,
} from "./features/members/evaluation.resolver";
import { MemberEvaluationRun } from "./features/members/evaluation.types";
import { BrandMembersResolver, ProgrammeStatusResolver } from "./features/members/member-figures.resolver";
import { BrandMembershipResolver, MembershipProgrammeResolver } from "./features/members/membership.resolver";
import { NextEvaluationResolver } from "./features/members/next-evaluation.resolver";
import {
  BrandLookAlikesResolver,
  LookAlikeFitResolver,
  LookAlikeModelResolver,
} from "./features/opportunities/look-alike.resolver";
import { LookAlikeFit } from "./features/opportunities/look-alike.types";
import { BrandOpportunitiesResolver, CategoryAssociationResolver } from "./features/opportunities/opportunity.resolver";
import { OpportunityPackResolver } from "./features/opportunities/opportunity-pack.resolver";
import { TargetGroupResolver } from "./features/opportunities/target-group.resolver";
import { AttributeDefinitionResolver } from "./features/people/attribute-definition.resolver";
import { AttributeValueResolver } from "./features/people/attribute-value.resolver";
import { PeopleResolver } from "./features/people/people.resolver";
import { UploadResolver } from "./features/people/upload.resolver";
import {
  PlaybookOriginResolver,
  PlaybookTemplateResolver,
} from "./features/playbook-templates/playbook-template.resolver";
import {
  BrandPlaybooksResolver,
  CampaignPlaybookResolver,
  LineagePlaybookResolver,
  PlaybookInstanceResolver,
  PlaybookResolver,
} from "./features/playbooks/playbook.resolver";
import { CrowdActivationResolver } from "./features/practices/crowd-activation.resolver";
import { BrandPracticesResolver } from "./features/practices/practice.resolver";
import { PracticePackResolver } from "./features/practices/practice-pack.resolver";
import { TouchLimitResolver } from "./features/practices/touch-limit.resolver";
import { CreatorResolver } from "./features/programmes/creator.resolver";
import { BrandProgrammesResolver, MediaProgrammeResolver } from "./features/programmes/programme.resolver";
import {
  BrandReachStrategiesResolver,
  ReachStrategyResolver,
} from "./features/reach-strategies/reach-strategy.resolver";
import { BrandResponseCurvesResolver, ResponseCurveResolver } from "./features/response-curves/response-curve.resolver";
import {
  BrandLearningsResolver,
  CampaignLearningsResolver,
  LearningResolver,
} from "./features/reviews/learning.resolver";
import {
  CampaignReviewResolver,
  CampaignReviewsResolver,
  ExplainedFigureResolver,
  ReviewRunResolver,
} from "./features/reviews/review.resolver";
import { ReviewRun } from "./features/reviews/review.types";
import { BrandRuleSetResolver } from "./features/rule-sets/brand-rule-set.resolver";
import { RuleSetResolver } from "./features/rule-sets/rule-set.resolver";
import { RuleSetDiffResolver } from "./features/rule-sets/rule-set-diff.resolver";
import { HotTopicResolver } from "./features/search-trends/hot-topic.resolver";
import { MindshareLinkResolver } from "./features/search-trends/mindshare-link.resolver";
import { OutsideSpreadResolver } from "./features/search-trends/outside-spread.resolver";
import { BrandSearchResolver } from "./features/search-trends/search.resolver";
import {
  BrandSearchDictionaryResolver,
  SearchDictionaryResolver,
} from "./features/search-trends/search-alias.resolver";
import { ShareOfVoiceResolver } from "./features/search-trends/share-of-voice.resolver";
import { BrandSlotResolver } from "./features/slots/slot.resolver";
import { CategoryRefreshResolver } from "./features/snapshot-schedules/category-refresh.resolver";
import { SnapshotScheduleResolver } from "./features/snapshot-schedules/snapshot-schedule.resolver";
import { CampaignGroupSpendResolver } from "./features/spend/group-spend.resolver";
import {
  AimedSpendResolver,
  CampaignSpendResolver,
  PlacementAimResolver,
  SpendRowResolver,
  SpendValueResolver,
} from "./features/spend/spend.resolver";
import {
  HourlyDecisionChangeResolver,
  HourlyDecisionLineResolver,
  HourlyDecisionResolver,
  HourlyDecisionStepResolver,
} from "./features/steering/hourly-decision.resolver";
import {
  BrandSteeringResolver,
  CampaignSteeringResolver,
  SteeringLineResolver,
  SteeringPlanChangeResolver,
  SteeringPlanResolver,
} from "./features/steering/steering-plan.resolver";
import { VariantDrawResolver } from "./features/steering/variant-draw.resolver";
import { CallbackResolver } from "./features/touchpoints/callback.resolver";
import {
  IntegrationRunResolver,
  IntegrationRunRollBackResolver,
  IntegrationRunsResolver,
} from "./features/touchpoints/integration-run.resolver";
import { SourcePeopleResolver } from "./features/touchpoints/source-people.resolver";
import { TouchpointResolver } from "./features/touchpoints/touchpoint.resolver";
import { BrandTouchpointsResolver, TouchpointRecordResolver } from "./features/touchpoints/touchpoint-query.resolver";
import { BrandYearPlansResolver, YearPlanResolver } from "./features/year-plans/year-plan.resolver";
import {
  ControlChangeYearPlanResolver,
  YearPlanAdoptionResolver,
} from "./features/year-plans/year-plan-adoption.resolver";
import { buildGraphQLSchema } from "./graphql/build-schema";
import { NodeQueries } from "./graphql/node";

/** Every resolver class, in the order of the loop: what the schema consists of. */
export const resolverClasses = [
  NodeQueries,
  AccessResolver,
  BrandResolver,
  ViewerQuestionResolver,
  CatalogueResolver,
  PeopleResolver,
  TouchpointResolver,
  BrandJourneyResolver,
  JourneyResolver,
  BrandReachResolver,
  BrandExposureResolver,
  JourneyExposureResolver,
  BrandPersonResolver,
  PersonJourneyResolver,
  ReachExportResolver,
  CallbackResolver,
  AttributeDefinitionResolver,
  AttributeValueResolver,
  UploadResolver,
  SourcePeopleResolver,
  AssetStageNameResolver,
  NineGridCellNameResolver,
  NineGridGroupNameResolver,
  AssetMovementNameResolver,
  AssetSnapshotResolver,
  AssetSnapshotRunResolver,
  BrandAssetsResolver,
  AssetChangeResolver,
  RuleSetResolver,
  RuleSetDiffResolver,
  BrandRuleSetResolver,
  BenchmarkResolver,
  BenchmarkTopResolver,
  BrandBenchmarksResolver,
  IndustryResolver,
  ImportBenchmarksResolver,
  ...comparedPeopleResolvers,
  DiagnosisResolver,
  FindingResolver,
  BrandGrowthResolver,
  GrowthResolver,
  BrandActivityResolver,
  BrandPositionResolver,
  BrandMarginResolver,
  BlendedReturnResolver,
  MarketResolver,
  PlatformPotentialResolver,
  ScorecardResolver,
  FindingTaskResolver,
  BrandFindingTasksResolver,
  GrowthHealthResolver,
  DataMaturityResolver,
  AudiencePackResolver,
  AudiencePackRulesResolver,
  AudiencePackBuildResolver,
  AudienceChangeResolver,
  AudiencePackHistoryResolver,
  AudiencePackLineageResolver,
  AudiencePackVersionResolver,
  AudiencePackLifecycleResolver,
  PackOverlapResolver,
  CrowdStrategyChangeResolver,
  BrandCrowdStrategiesResolver,
  CrowdStrategyResolver,
  CrowdResolver,
  EngagePlanResolver,
  EngageLineResolver,
  LineageCampaignResolver,
  BrandReachStrategiesResolver,
  ReachStrategyResolver,
  BrandPracticesResolver,
  TouchLimitResolver,
  PracticePackResolver,
  CrowdActivationResolver,
  ArchivePackResolver,
  BrandAudiencesResolver,
  EstimateResolver,
  AudienceListResolver,
  BrandOpportunitiesResolver,
  CategoryAssociationResolver,
  OpportunityPackResolver,
  TargetGroupResolver,
  LookAlikeFitResolver,
  LookAlikeModelResolver,
  BrandLookAlikesResolver,
  ConnectorResolver,
  EstimateDestinationResolver,
  SuppressionResolver,
  PushChangeResolver,
  AudiencePushResolver,
  PackPushesResolver,
  AudienceExportResolver,
  BrandSearchDictionaryResolver,
  SearchDictionaryResolver,
  BrandSearchResolver,
  OutsideSpreadResolver,
  ShareOfVoiceResolver,
  MindshareLinkResolver,
  HotTopicResolver,
  CampaignResolver,
  BrandCampaignsResolver,
  PlacementResolver,
  DeliveryResolver,
  EstimateCostResolver,
  AudiencePackUseResolver,
  CampaignJourneyResolver,
  BrandFlowsResolver,
  BrandLifecycleResolver,
  BrandTransitionsResolver,
  CampaignFlowsResolver,
  SnapshotScheduleResolver,
  CategoryRefreshResolver,
  BudgetResolver,
  BudgetLineResolver,
  BudgetLineComparisonResolver,
  CampaignBudgetsResolver,
  BudgetTreeResolver,
  BudgetNodeResolver,
  BrandBudgetTreeResolver,
  CampaignBudgetNodeResolver,
  ControlChangeResolver,
  ControlledAmountResolver,
  BrandControlLogResolver,
  CampaignControlLogResolver,
  PlacementBudgetResolver,
  PlacementBudgetPlanResolver,
  PlanAdoptionResolver,
  YearPlanResolver,
  YearPlanAdoptionResolver,
  ControlChangeYearPlanResolver,
  BrandYearPlansResolver,
  ResponseCurveResolver,
  BrandResponseCurvesResolver,
  ExperimentChangeResolver,
  BrandExperimentsResolver,
  ExperimentResolver,
  ExperimentVersionResolver,
  ExperimentArmResolver,
  ExperimentArmReadOutResolver,
  ExperimentComparisonResolver,
  BrandDwellResolver,
  AttributionResolver,
  CampaignAttributionResolver,
  BrandAttributionResolver,
  PathSetResolver,
  AttributionRunResolver,
  ReportFrequencyResolver,
  CampaignFrequencyResolver,
  CampaignArrivalResolver,
  CampaignJointResolver,
  CampaignAwarenessResolver,
  BrandActionResolver,
  BrandIncentiveResolver,
  BrandStalledSalesResolver,
  CampaignLineTypeResolver,
  BrandLineTypeResolver,
  BrandLinkageResolver,
  BrandSlotResolver,
  BrandContentSessionResolver,
  BrandTakeoverResolver,
  KeywordTakeoverResolver,
  BrandLaunchRankResolver,
  CampaignSpendResolver,
  CampaignGroupSpendResolver,
  SpendValueResolver,
  SpendRowResolver,
  AimedSpendResolver,
  PlacementAimResolver,
  CampaignProgrammeResolver,
  BrandGrowthProgrammesResolver,
  GrowthProgrammeResolver,
  GrowthPhaseResolver,
  CampaignTargetsResolver,
  CampaignTargetResolver,
  CampaignReviewsResolver,
  CampaignReviewResolver,
  ExplainedFigureResolver,
  ReviewRunResolver,
  LearningResolver,
  CampaignLearningsResolver,
  BrandLearningsResolver,
  CampaignPlaybookResolver,
  PlaybookInstanceResolver,
  PlaybookResolver,
  BrandPlaybooksResolver,
  LineagePlaybookResolver,
  BrandGroupResolver,
  ViewerBrandGroupsResolver,
  BrandInheritanceResolver,
  GroupStrategyResolver,
  GroupStrategyVersionResolver,
  InheritedStrategyResolver,
  GroupStrategyChangeResolver,
  PlaybookTemplateResolver,
  PlaybookOriginResolver,
  FigureExportResolver,
  BrandAttributionChangesResolver,
  ChangedAttributionResolver,
  BrandTouchpointsResolver,
  TouchpointRecordResolver,
  CampaignTouchpointsResolver,
  MediaProgrammeResolver,
  BrandProgrammesResolver,
  CreatorResolver,
  FlightChangeResolver,
  FlightResolver,
  CampaignFlightsResolver,
  PlacementFlightsResolver,
  SteeringPlanChangeResolver,
  SteeringPlanResolver,
  SteeringLineResolver,
  BrandSteeringResolver,
  CampaignSteeringResolver,
  HourlyDecisionChangeResolver,
  HourlyDecisionResolver,
  HourlyDecisionLineResolver,
  HourlyDecisionStepResolver,
  VariantDrawResolver,
  GrowthStrategyResolver,
  BrandGrowthStrategiesResolver,
  MembershipProgrammeResolver,
  BrandMembershipResolver,
  NextEvaluationResolver,
  MemberEvaluationRunResolver,
  MemberEvaluationResolver,
  ProgrammeEvaluationsResolver,
  BrandMembersResolver,
  ProgrammeStatusResolver,
  BenefitResolver,
  BenefitLedgerResolver,
  BenefitChangeResolver,
  ProgrammeBenefitsResolver,
  CustomerValueFitResolver,
  CustomerValueModelResolver,
  BrandCustomerValueModelsResolver,
  CustomerValueScoringRunResolver,
  ValueScoringResolver,
  BrandValueResolver,
  CampaignValueResolver,
  IntegrationRunsResolver,
  IntegrationRunResolver,
  IntegrationRunRollBackResolver,
  ErasureResolver,
] as const;

/** Run types that no field returns but `node` does. */
const runTypes = [
  AssetSnapshotRun,
  BenchmarkRefresh,
  MarketRefresh,
  AudiencePackBuild,
  LookAlikeFit,
  AudienceExport,
  AttributionRun,
  ReviewRun,
  MemberEvaluationRun,
  BenefitIssueRun,
  CustomerValueFit,
  CustomerValueScoringRun,
  FigureExportRun,
];

/** The executable schema over one instance of every resolver class. */
export function buildSchema(resolvers: readonly object[]): GraphQLSchema {
  const present = new Set(resolvers.map((resolver) => resolver.constructor));
  const absent = resolverClasses.filter((resolverClass) => !present.has(resolverClass));
  if (absent.length > 0) {
    throw new Error(
      `Every resolver class must have an instance, but these have none: ${absent.map(({ name }) => name).join(", ")}`,
    );
  }
  const known: ReadonlySet<unknown> = new Set(resolverClasses);
  const unlisted = resolvers.filter((resolver) => !known.has(resolver.constructor));
  if (unlisted.length > 0) {
    throw new Error(
      `Every resolver must be listed in src/schema.ts, or schema.graphql is silent about it, but these are not: ${unlisted.map((resolver) => resolver.constructor.name).join(", ")}`,
    );
  }
  return buildGraphQLSchema({ resolvers, orphanedTypes: runTypes });
}
