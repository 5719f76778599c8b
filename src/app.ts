import "reflect-metadata";
import type { Logger } from "pino";
import type { Addresses } from "./addresses";
import { entities } from "./entities";
import { AccessResolver } from "./features/access/access.resolver";
import { AccessService } from "./features/access/access.service";
import { AccessStore } from "./features/access/access.store";
import { AssetService } from "./features/assets/asset.service";
import { AssetLabelStore } from "./features/assets/asset-label.store";
import { AssetSnapshotResolver } from "./features/assets/asset-snapshot.resolver";
import { AssetSnapshotStore } from "./features/assets/asset-snapshot.store";
import { AssetSnapshotRunResolver, toAssetSnapshotRun } from "./features/assets/asset-snapshot-run.resolver";
import { BrandAssetsResolver } from "./features/assets/brand-assets.resolver";
import {
  AssetStageNameResolver,
  NineGridCellNameResolver,
  NineGridGroupNameResolver,
} from "./features/assets/label-name.resolver";
import { toAssetSnapshot, toRuleSet } from "./features/assets/shape-snapshot.types";
import { SnapshotService } from "./features/assets/snapshot.service";
import { takeSnapshotJob } from "./features/assets/take-snapshot";
import {
  AttributionResolver,
  AttributionRunResolver,
  CampaignAttributionResolver,
} from "./features/attribution/attribution.resolver";
import { AttributionService } from "./features/attribution/attribution.service";
import { AttributionStore } from "./features/attribution/attribution.store";
import { AttributionJob } from "./features/attribution/attribution-job";
import { toReport } from "./features/attribution/attribution-report.types";
import { toAttributionRun } from "./features/attribution/attribution-run.types";
import { JourneyStore } from "./features/attribution/journey.store";
import { AudienceService } from "./features/audiences/audience.service";
import { AudienceBuilder } from "./features/audiences/audience-builder";
import { AudienceChangeResolver } from "./features/audiences/audience-change.resolver";
import { AudienceEditor } from "./features/audiences/audience-editor";
import { AudienceEvaluator } from "./features/audiences/audience-evaluator";
import { AudienceMemberStore } from "./features/audiences/audience-member.store";
import {
  AudiencePackBuildResolver,
  AudiencePackResolver,
  AudiencePackRulesResolver,
} from "./features/audiences/audience-pack.resolver";
import { AudiencePackStore } from "./features/audiences/audience-pack.store";
import { toAudiencePack, toAudiencePackBuild } from "./features/audiences/audience-pack.types";
import { BasisFinder } from "./features/audiences/basis-finder";
import { BrandAudiencesResolver } from "./features/audiences/brand-audiences.resolver";
import { EstimateResolver } from "./features/audiences/estimate.resolver";
import { Estimator } from "./features/audiences/estimator";
import { LeafStore } from "./features/audiences/leaf.store";
import { LeafCache } from "./features/audiences/leaf-cache";
import { LeafLoader } from "./features/audiences/leaf-loader";
import { RuleExplainer } from "./features/audiences/rule-explainer";
import { RuleReader } from "./features/audiences/rule-reader";
import { BenchmarkResolver, toBenchmarkRefresh } from "./features/benchmarks/benchmark.resolver";
import { BenchmarkService } from "./features/benchmarks/benchmark.service";
import { BenchmarkStore } from "./features/benchmarks/benchmark.store";
import { FigureCache } from "./features/benchmarks/figure-cache";
import { refreshBenchmarksJob } from "./features/benchmarks/refresh-benchmarks";
import { StageBenchmarkResolver } from "./features/benchmarks/stage-benchmark.resolver";
import { BrandResolver, toBrand } from "./features/brands/brand.resolver";
import { BrandService } from "./features/brands/brand.service";
import { BrandStore } from "./features/brands/brand.store";
import { CatalogueResolver } from "./features/brands/catalogue.resolver";
import { BudgetResolver } from "./features/budgets/budget.resolver";
import { BudgetService } from "./features/budgets/budget.service";
import { toBudgetPlan } from "./features/budgets/budget.types";
import { BudgetLineResolver } from "./features/budgets/budget-line.resolver";
import { BudgetPlanStore } from "./features/budgets/budget-plan.store";
import { CampaignBudgetsResolver } from "./features/budgets/campaign-budgets.resolver";
import { AudiencePackUseResolver } from "./features/campaigns/audience-pack-use.resolver";
import { BrandCampaignsResolver } from "./features/campaigns/brand-campaigns.resolver";
import { CampaignResolver } from "./features/campaigns/campaign.resolver";
import { CampaignService } from "./features/campaigns/campaign.service";
import { CampaignStore } from "./features/campaigns/campaign.store";
import { toCampaign } from "./features/campaigns/campaign.types";
import { CampaignEditor } from "./features/campaigns/campaign-editor";
import { DeliveryResolver } from "./features/campaigns/delivery.resolver";
import { DeliveryService } from "./features/campaigns/delivery.service";
import { DeliveryStore } from "./features/campaigns/delivery.store";
import { PlacementResolver } from "./features/campaigns/placement.resolver";
import { PlacementStore } from "./features/campaigns/placement.store";
import { toPlacement } from "./features/campaigns/placement.types";
import { DiagnosisResolver, FindingResolver } from "./features/diagnosis/diagnosis.resolver";
import { DiagnosisService } from "./features/diagnosis/diagnosis.service";
import { CatalogueFiller } from "./features/touchpoints/catalogue-filler";
import { FileIngestService } from "./features/touchpoints/file-ingest.service";
import { IdentityStore } from "./features/touchpoints/identity.store";
import { IdentityHasher } from "./features/touchpoints/identity-hasher";
import { IntakeService } from "./features/touchpoints/intake.service";
import { IntegrationRunStore } from "./features/touchpoints/integration-run.store";
import { PersonDirectory } from "./features/touchpoints/person-directory";
import { PlaneStore } from "./features/touchpoints/plane.store";
import { createSeal } from "./features/touchpoints/seal-touchpoint";
import { TouchpointResolver, toIntegrationRun } from "./features/touchpoints/touchpoint.resolver";
import { TouchpointService } from "./features/touchpoints/touchpoint.service";
import { TouchpointStore } from "./features/touchpoints/touchpoint.store";
import { type NodeFetcher, NodeQueries } from "./graphql/node";
import { createServer, type GraphQLServer } from "./graphql/server";
import type { Cache } from "./platform/cache/cache";
import { MemoryCache } from "./platform/cache/memory-cache";
import { RedisCache } from "./platform/cache/redis-cache";
import { createClickHouse } from "./platform/clickhouse/client";
import { type Clock, systemClock } from "./platform/clock";
import { unreadyStores } from "./platform/health";
import { JobStore } from "./platform/jobs/job-store";
import { type JobHandler, Worker } from "./platform/jobs/worker";
import { createDataSource } from "./platform/postgres/data-source";
import { Database } from "./platform/postgres/database";
import { AdvisoryLocks } from "./platform/postgres/locks";
import { createPool } from "./platform/postgres/pool";
import { createRequestContext } from "./platform/request-context";
import { buildSchema } from "./schema";

export interface AppInput {
  readonly addresses: Addresses;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** The composition root: the only place that constructs stores, services and the schema. */
export async function createApp({ addresses, logger, clock = systemClock }: AppInput) {
  const dataSource = createDataSource({ url: addresses.databaseUrl, entities, migrations: [], poolSize: 10, logger });
  await dataSource.initialize();
  const database = new Database(dataSource);
  const clickhouse = createClickHouse(addresses.clickhouseUrl);
  const cache: Cache = addresses.redisUrl ? new RedisCache(addresses.redisUrl, logger) : new MemoryCache();
  const locks = new AdvisoryLocks(addresses.databaseUrl, logger);
  const jobs = new JobStore(database);

  const access = new AccessService(database, new AccessStore(database), clock);
  const brands = new BrandService(database, new BrandStore(database), clock);

  const integrationRuns = new IntegrationRunStore(database);
  const people = new PersonDirectory(
    new IdentityHasher(addresses.identityKey),
    new IdentityStore(clickhouse, database),
    locks,
  );
  const seal = await createSeal();
  const intake = new IntakeService(integrationRuns, new PlaneStore(clickhouse), people, locks);
  const touchpoints = new TouchpointService(
    database,
    new TouchpointStore(database),
    integrationRuns,
    intake,
    brands,
    seal,
  );

  const filler = new CatalogueFiller(brands, touchpoints);
  const fileIngest = new FileIngestService({ touchpoints, intake, runs: integrationRuns, filler, seal });

  const snapshotStore = new AssetSnapshotStore(database);
  const assets = new AssetService(snapshotStore, new AssetLabelStore(clickhouse), brands);
  const snapshots = new SnapshotService({ database, jobs, store: snapshotStore, assets, access, brands, touchpoints });

  const benchmarkStore = new BenchmarkStore(database);
  const figures = new FigureCache(cache);
  const benchmarks = new BenchmarkService({ database, store: benchmarkStore, cache: figures, jobs, access, brands });
  const diagnoses = new DiagnosisService(benchmarks);

  const packStore = new AudiencePackStore(database);
  const memberStore = new AudienceMemberStore(clickhouse);
  const packs = new AudienceService(packStore, memberStore);
  const leaves = new LeafStore(clickhouse);
  const loader = new LeafLoader({ leaves, members: memberStore, assets, cache: new LeafCache() });
  const evaluator = new AudienceEvaluator(loader);
  const basis = new BasisFinder({ assets, brands, touchpoints, packs });
  const reader = new RuleReader(brands, packs);
  const explainer = new RuleExplainer(brands, packs);
  const estimator = new Estimator({ access, brands, assets, reader, basis, evaluator, loader });
  const packEditor = new AudienceEditor({ database, store: packStore, packs, brands, reader });
  const packBuilder = new AudienceBuilder({
    database,
    jobs,
    store: packStore,
    members: memberStore,
    packs,
    basis,
    evaluator,
  });

  const campaignStore = new CampaignStore(database);
  const placementStore = new PlacementStore(database);
  const deliveryStore = new DeliveryStore(database);
  const campaigns = new CampaignService(campaignStore, placementStore, deliveryStore, brands);
  const deliveries = new DeliveryService(database, deliveryStore, campaigns, brands);
  const campaignEditor = new CampaignEditor({
    database,
    campaigns,
    campaignStore,
    placementStore,
    brands,
    audiences: packs,
  });

  const budgets = new BudgetService(database, new BudgetPlanStore(database), campaigns, access);

  const attributionStore = new AttributionStore(database);
  const attribution = new AttributionService({ database, jobs, store: attributionStore, campaigns });
  const attributionJob = new AttributionJob({
    journeys: new JourneyStore(clickhouse),
    store: attributionStore,
    campaigns,
    touchpoints,
    access,
  });

  const handlers = new Map<string, JobHandler>([
    takeSnapshotJob({ store: snapshotStore, assets, brands, touchpoints }),
    refreshBenchmarksJob({ store: benchmarkStore, assets, brands, touchpoints }),
    packBuilder.handler(),
    attributionJob.registration,
  ]);
  /** How `node` finds each type: by the call of its normal path, so with the same rights. */
  const nodes = new Map<string, NodeFetcher>([
    ["Brand", async (context, key) => whenFound(await brands.findGranted(context, Number(key)), toBrand)],
    ["IntegrationRun", async (context, key) => whenFound(await touchpoints.findRun(context, key), toIntegrationRun)],
    ["RuleSet", async (context, key) => whenFound(await assets.findRuleSet(context, key), toRuleSet)],
    ["AssetSnapshotRun", async (context, key) => whenFound(await snapshots.findRun(context, key), toAssetSnapshotRun)],
    [
      "AssetSnapshot",
      async (context, key) =>
        whenFound(await snapshots.find(context, key), async (row) =>
          toAssetSnapshot(await snapshots.show(context, row)),
        ),
    ],
    [
      "BenchmarkRefresh",
      async (context, key) => whenFound(await benchmarks.findRefresh(context, key), toBenchmarkRefresh),
    ],
    ["AudiencePack", async (context, key) => whenFound(await packs.findPack(context, key), toAudiencePack)],
    [
      "AudiencePackBuild",
      async (context, key) => whenFound(await packBuilder.findRun(context, key), toAudiencePackBuild),
    ],
    [
      "Campaign",
      async (context, key) =>
        whenFound(await campaigns.campaigns(context).load(key), (row) => toCampaign(row, context.clock.now())),
    ],
    ["Placement", async (context, key) => whenFound(await campaigns.placements(context).load(key), toPlacement)],
    ["BudgetPlan", async (context, key) => whenFound(await budgets.plans(context).load(key), toBudgetPlan)],
    ["AttributionRun", async (context, key) => whenFound(await attribution.findRun(context, key), toAttributionRun)],
    [
      "AttributionReport",
      async (context, key) =>
        whenFound(await attribution.findReport(context, key), (row) => toReport(row, context.clock.now())),
    ],
  ]);
  const resolvers: readonly object[] = [
    new NodeQueries(nodes),
    new AccessResolver(access),
    new BrandResolver(brands, access),
    new CatalogueResolver(brands),
    new TouchpointResolver(touchpoints),
    new AssetStageNameResolver(),
    new NineGridCellNameResolver(),
    new NineGridGroupNameResolver(),
    new AssetSnapshotResolver(brands),
    new AssetSnapshotRunResolver(snapshots),
    new BrandAssetsResolver(assets, snapshots),
    new BenchmarkResolver(benchmarks),
    new StageBenchmarkResolver(benchmarks),
    new DiagnosisResolver(diagnoses),
    new FindingResolver(),
    new AudiencePackResolver(access),
    new AudiencePackRulesResolver(explainer),
    new AudiencePackBuildResolver(packs),
    new AudienceChangeResolver(packEditor, packBuilder),
    new BrandAudiencesResolver(packs),
    new EstimateResolver(estimator, explainer),
    new CampaignResolver(campaigns, campaignEditor, brands),
    new BrandCampaignsResolver(campaigns),
    new PlacementResolver(campaigns, deliveries, packs),
    new DeliveryResolver(deliveries, brands),
    new AudiencePackUseResolver(campaigns),
    new BudgetResolver(budgets, campaigns),
    new BudgetLineResolver(campaigns),
    new CampaignBudgetsResolver(budgets),
    new AttributionResolver(attribution),
    new CampaignAttributionResolver(attribution),
    new AttributionRunResolver(attribution),
  ];
  const schema = buildSchema(resolvers);

  return {
    schema,
    database,
    clickhouse,
    access,
    brands,
    touchpoints,
    fileIngest,
    serve: (): Promise<GraphQLServer> =>
      createServer({
        schema,
        logger,
        isKnownOrigin: (origin) => access.isKnownOrigin(origin),
        unreadyStores: () => unreadyStores(database, clickhouse),
        authenticate: async (secret, requestId) => {
          const key = await access.authenticate(secret);
          if (!key) return null;
          const { id, organisationId, name, role, allowedOrigins } = key;
          return createRequestContext({
            organisationId,
            actor: { accessKeyId: id, name, role, allowedOrigins },
            permissions: access.permissionsOf(role),
            clock,
            logger: logger.child({ request: requestId, organisation: organisationId }),
          });
        },
      }),
    worker: (): Worker => {
      const pool = createPool({ url: addresses.databaseDirectUrl, size: 4, name: "worker", logger });
      return new Worker({ store: jobs, database, pool, handlers, logger, concurrency: 2 });
    },
    close: async (): Promise<void> => {
      await Promise.allSettled([clickhouse.close(), cache.close(), locks.close()]);
      await dataSource.destroy();
    },
  };
}

async function whenFound<Row, Shape>(
  row: Row | null,
  shape: (row: Row) => Shape | Promise<Shape>,
): Promise<Shape | null> {
  return row === null ? null : shape(row);
}

export type App = Awaited<ReturnType<typeof createApp>>;
