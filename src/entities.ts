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
import { AssetSnapshotEntity, BrandRuleSetEntity, RuleSetEntity } from "./features/assets/asset.entity";
import { AttributionCreditEntity, AttributionReportEntity } from "./features/attribution/attribution.entity";
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
import { BudgetPlanEntity } from "./features/budgets/budget-plan.entity";
import {
  CampaignEntity,
  CampaignStepEntity,
  PlacementDeliveryEntity,
  PlacementEntity,
  PlacementExternalIdEntity,
} from "./features/campaigns/campaign.entity";
import { CrowdEntity, CrowdStrategyEntity } from "./features/crowd-strategies/crowd-strategy.entity";
import { MediaYieldEntity, PlatformPotentialEntity } from "./features/diagnosis/diagnosis.entity";
import { EngageLineEntity, EngagePlanEntity } from "./features/engage-plans/engage-plan.entity";
import { IdentityErasureEntity } from "./features/erasure/identity-erasure.entity";
import { FindingTaskEntity } from "./features/finding-tasks/finding-task.entity";
import { HealthThresholdEntity } from "./features/growth-health/health-threshold.entity";
import { ExportFileEntity } from "./features/journeys/export-file.entity";
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
import { CreatorEntity, CreatorPostEntity, MediaProgrammeEntity } from "./features/programmes/programme.entity";
import { SearchAliasEntity, SearchDictionaryEntity } from "./features/search-trends/search-alias.entity";
import { TrendTopicEntity } from "./features/search-trends/trend-topic.entity";
import { SnapshotScheduleEntity } from "./features/snapshot-schedules/snapshot-schedule.entity";
import { RejectedRowEntity } from "./features/touchpoints/rejected-row.entity";
import {
  IntakeChunkEntity,
  IntegrationRunEntity,
  TouchpointPlaneEntity,
  TouchpointSourceEntity,
} from "./features/touchpoints/touchpoint.entity";
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
  AudiencePackVersionEntity,
  AudiencePackRunEntity,
  AudiencePackScheduleEntity,
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
  CampaignEntity,
  CampaignStepEntity,
  PlacementEntity,
  PlacementExternalIdEntity,
  PlacementDeliveryEntity,
  BudgetPlanEntity,
  AttributionReportEntity,
  AttributionCreditEntity,
  JobRunEntity,
  IdempotencyKeyEntity,
  ExportFileEntity,
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
];
