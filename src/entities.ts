import {
  AccessKeyEntity,
  AskedQuestionEntity,
  AuditLogEntity,
  OrganisationEntity,
} from "./features/access/access.entity";
import { AudienceExportEntity, AudienceExportPartEntity } from "./features/activation/audience-export.entity";
import { AudiencePushChunkEntity, AudiencePushEntity } from "./features/activation/audience-push.entity";
import { ConnectorEntity } from "./features/activation/connector.entity";
import { SuppressedIdentityEntity } from "./features/activation/suppressed-identity.entity";
import {
  AssetSnapshotEntity,
  AssetToldCountEntity,
  BrandRuleSetEntity,
  RuleSetEntity,
} from "./features/assets/asset.entity";
import { AttributionCreditEntity, AttributionReportEntity } from "./features/attribution/attribution.entity";
import {
  AttributionPeriodCreditEntity,
  AttributionPeriodEntity,
} from "./features/attribution/attribution-period.entity";
import { PathSetEntity } from "./features/attribution/path-set.entity";
import { AudienceListEntity, AudienceListUploadEntity } from "./features/audience-lists/audience-list.entity";
import {
  AudiencePackBuildEntity,
  AudiencePackEntity,
  AudiencePackRulesEntity,
} from "./features/audiences/audience-pack.entity";
import {
  AudiencePackRunEntity,
  AudiencePackScheduleEntity,
  AudiencePackVersionEntity,
} from "./features/audiences/pack-history.entity";
import { BenchmarkEntity, BenchmarkFigureEntity } from "./features/benchmarks/benchmark.entity";
import { ImportedBenchmarkEntity } from "./features/benchmarks/imported-benchmark.entity";
import {
  BrandCategoryEntity,
  BrandEntity,
  BrandGrantEntity,
  CategoryEntity,
  IdentityNamespaceEntity,
  PlatformEntity,
} from "./features/brands/brand.entity";
import { BudgetNodeEntity, BudgetTreeEntity, PlacementBudgetEntity } from "./features/budget-trees/budget-tree.entity";
import { ControlChangeEntity } from "./features/budget-trees/control-change.entity";
import { BudgetPlanEntity } from "./features/budgets/budget-plan.entity";
import { CampaignTargetEntity, CampaignTargetSetEntity } from "./features/campaign-targets/campaign-target.entity";
import {
  CampaignEntity,
  CampaignStepEntity,
  PlacementDeliveryEntity,
  PlacementEntity,
  PlacementExternalIdEntity,
} from "./features/campaigns/campaign.entity";
import { ContentSessionEntity } from "./features/content-sessions/content-session.entity";
import { CrowdEntity, CrowdStrategyEntity } from "./features/crowd-strategies/crowd-strategy.entity";
import { CustomerValueModelEntity } from "./features/customer-value/customer-value-model.entity";
import { CustomerValueScoringEntity, ValueTierCutsEntity } from "./features/customer-value/value-scoring.entity";
import { MediaYieldEntity, PlatformPotentialEntity } from "./features/diagnosis/diagnosis.entity";
import { ReportFrequencyEntity } from "./features/effects/effects.entity";
import { EngageLineEntity, EngagePlanEntity } from "./features/engage-plans/engage-plan.entity";
import { IdentityErasureEntity } from "./features/erasure/identity-erasure.entity";
import {
  ExperimentArmEntity,
  ExperimentAudienceEntity,
  ExperimentEntity,
  ExperimentVersionEntity,
} from "./features/experiments/experiment.entity";
import { AttributionChangeEntity } from "./features/exports/attribution-change.entity";
import { BiLoginEntity } from "./features/exports/bi-login.entity";
import { FindingTaskEntity } from "./features/finding-tasks/finding-task.entity";
import { FlightEntity } from "./features/flights/flight.entity";
import {
  BrandGroupEntity,
  BrandGroupMemberEntity,
  GroupStrategyEntity,
  GroupStrategyOverrideEntity,
  GroupStrategyVersionEntity,
} from "./features/group-strategies/group-strategy.entity";
import { HealthThresholdEntity } from "./features/growth-health/health-threshold.entity";
import { GrowthPhaseEntity, GrowthProgrammeEntity } from "./features/growth-programmes/growth-programme.entity";
import { GrowthStrategyEntity } from "./features/growth-strategies/growth-strategy.entity";
import { KeywordTakeoverEntity } from "./features/keyword-takeovers/keyword-takeover.entity";
import { MarketPeriodEntity, MarketRefreshEntity, MarketSalesEntity } from "./features/market/market.entity";
import { BenefitEntity, BenefitIssueEntity, BenefitRedemptionEntity } from "./features/members/benefit.entity";
import {
  MemberEvaluationEntity,
  MembershipProgrammeEntity,
  MembershipTiersEntity,
} from "./features/members/membership.entity";
import { LookAlikeModelEntity } from "./features/opportunities/look-alike-model.entity";
import { AttributeDefinitionEntity } from "./features/people/attribute-definition.entity";
import { ErasedIdentityEntity } from "./features/people/erased-identity.entity";
import {
  PeopleOverlayEntity,
  PeopleSettlementEntity,
  RetiredOverlayEntity,
  UnsettledOverlayEntity,
  UnsettledPersonEntity,
} from "./features/people/people.entity";
import { FirstPartyUploadEntity } from "./features/people/upload.entity";
import {
  PlaybookTemplateAuthorEntity,
  PlaybookTemplateEntity,
} from "./features/playbook-templates/playbook-template.entity";
import { PlaybookEntity, PlaybookPackEntity, PlaybookUseEntity } from "./features/playbooks/playbook.entity";
import { CreatorEntity, CreatorPostEntity, MediaProgrammeEntity } from "./features/programmes/programme.entity";
import { ReachMatrixEntity, ReachPackEntity } from "./features/reach-strategies/reach-strategy.entity";
import { ResponseCurveEntity } from "./features/response-curves/response-curve.entity";
import { CampaignReviewEntity, LearningEntity, LearningUseEntity } from "./features/reviews/review.entity";
import { SearchAliasEntity, SearchDictionaryEntity } from "./features/search-trends/search-alias.entity";
import { TrendTopicEntity } from "./features/search-trends/trend-topic.entity";
import { SlotHourEntity } from "./features/slots/slot-hour.entity";
import { SnapshotScheduleEntity } from "./features/snapshot-schedules/snapshot-schedule.entity";
import {
  HourlyDecisionChangeEntity,
  HourlyDecisionEntity,
  SteeringLevelEntity,
  SteeringLineEntity,
  SteeringPlanEntity,
} from "./features/steering/steering.entity";
import { RejectedRowEntity } from "./features/touchpoints/rejected-row.entity";
import {
  IntakeChunkEntity,
  IntegrationRunEntity,
  TouchpointPlaneEntity,
  TouchpointSourceEntity,
} from "./features/touchpoints/touchpoint.entity";
import { YearPlanEntity } from "./features/year-plans/year-plan.entity";
import { ExportFileEntity } from "./platform/exports/export-file.entity";
import { JobRunEntity } from "./platform/jobs/job.entity";
import { IdempotencyKeyEntity } from "./platform/postgres/idempotency.entity";

/** Every row shape in PostgreSQL: what `db:check` compares with the migrated database. */
export const entities = [
  OrganisationEntity,
  AccessKeyEntity,
  AskedQuestionEntity,
  AuditLogEntity,
  CategoryEntity,
  BrandEntity,
  BrandCategoryEntity,
  BrandGrantEntity,
  PlatformEntity,
  IdentityNamespaceEntity,
  TouchpointSourceEntity,
  IntegrationRunEntity,
  IntakeChunkEntity,
  TouchpointPlaneEntity,
  RuleSetEntity,
  AssetSnapshotEntity,
  BrandRuleSetEntity,
  SnapshotScheduleEntity,
  BenchmarkEntity,
  BenchmarkFigureEntity,
  ImportedBenchmarkEntity,
  MarketRefreshEntity,
  MarketPeriodEntity,
  MarketSalesEntity,
  AudiencePackEntity,
  AudiencePackRulesEntity,
  AudiencePackBuildEntity,
  LookAlikeModelEntity,
  CustomerValueModelEntity,
  ValueTierCutsEntity,
  CustomerValueScoringEntity,
  AudiencePackVersionEntity,
  AudiencePackRunEntity,
  AudiencePackScheduleEntity,
  AudienceListEntity,
  AudienceListUploadEntity,
  ConnectorEntity,
  SuppressedIdentityEntity,
  AudiencePushEntity,
  AudiencePushChunkEntity,
  AudienceExportEntity,
  AudienceExportPartEntity,
  CrowdStrategyEntity,
  CrowdEntity,
  EngagePlanEntity,
  EngageLineEntity,
  ReachMatrixEntity,
  ReachPackEntity,
  CampaignEntity,
  CampaignStepEntity,
  PlacementEntity,
  PlacementExternalIdEntity,
  PlacementDeliveryEntity,
  ResponseCurveEntity,
  BudgetPlanEntity,
  BudgetTreeEntity,
  BudgetNodeEntity,
  PlacementBudgetEntity,
  ControlChangeEntity,
  YearPlanEntity,
  AttributionReportEntity,
  AttributionCreditEntity,
  ReportFrequencyEntity,
  AttributionPeriodEntity,
  AttributionPeriodCreditEntity,
  PathSetEntity,
  SlotHourEntity,
  ContentSessionEntity,
  KeywordTakeoverEntity,
  FlightEntity,
  GrowthStrategyEntity,
  SteeringPlanEntity,
  SteeringLineEntity,
  SteeringLevelEntity,
  HourlyDecisionEntity,
  HourlyDecisionChangeEntity,
  GrowthProgrammeEntity,
  GrowthPhaseEntity,
  CampaignTargetSetEntity,
  CampaignTargetEntity,
  CampaignReviewEntity,
  LearningEntity,
  LearningUseEntity,
  PlaybookEntity,
  PlaybookUseEntity,
  PlaybookPackEntity,
  BrandGroupEntity,
  BrandGroupMemberEntity,
  GroupStrategyEntity,
  GroupStrategyVersionEntity,
  GroupStrategyOverrideEntity,
  PlaybookTemplateEntity,
  PlaybookTemplateAuthorEntity,
  JobRunEntity,
  IdempotencyKeyEntity,
  ExportFileEntity,
  BiLoginEntity,
  AssetToldCountEntity,
  AttributionChangeEntity,
  MediaProgrammeEntity,
  CreatorEntity,
  CreatorPostEntity,
  UnsettledPersonEntity,
  UnsettledOverlayEntity,
  PeopleOverlayEntity,
  RetiredOverlayEntity,
  PeopleSettlementEntity,
  RejectedRowEntity,
  AttributeDefinitionEntity,
  FirstPartyUploadEntity,
  ErasedIdentityEntity,
  IdentityErasureEntity,
  PlatformPotentialEntity,
  MediaYieldEntity,
  FindingTaskEntity,
  MembershipProgrammeEntity,
  MembershipTiersEntity,
  MemberEvaluationEntity,
  BenefitEntity,
  BenefitIssueEntity,
  BenefitRedemptionEntity,
  SearchDictionaryEntity,
  SearchAliasEntity,
  TrendTopicEntity,
  HealthThresholdEntity,
  ExperimentEntity,
  ExperimentAudienceEntity,
  ExperimentArmEntity,
  ExperimentVersionEntity,
];
