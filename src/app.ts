import type { GraphQLSchema } from "graphql";
import "reflect-metadata";
import type { Logger } from "pino";
import type { Addresses } from "./addresses";
import { composeAccess } from "./composition/access";
import { composeActivation } from "./composition/activation";
import { composeAssets } from "./composition/assets";
import { composeAttribution } from "./composition/attribution";
import { composeAudienceLists } from "./composition/audience-lists";
import { composeAudiences } from "./composition/audiences";
import { composeBenchmarks } from "./composition/benchmarks";
import { composeBrands } from "./composition/brands";
import { composeBudgetTrees } from "./composition/budget-trees";
import { composeBudgets } from "./composition/budgets";
import { composeCampaignTargets } from "./composition/campaign-targets";
import { composeCampaigns } from "./composition/campaigns";
import { composeContentSessions } from "./composition/content-sessions";
import { composeCrowdStrategies } from "./composition/crowd-strategies";
import { composeCustomerValue } from "./composition/customer-value";
import { composeDiagnosis } from "./composition/diagnosis";
import { composeEffects } from "./composition/effects";
import { composeEngagePlans } from "./composition/engage-plans";
import { composeErasure } from "./composition/erasure";
import { composeExperiments } from "./composition/experiments";
import { composeExports } from "./composition/exports";
import { composeFindingTasks } from "./composition/finding-tasks";
import { composeFlights } from "./composition/flights";
import { composeFlows } from "./composition/flows";
import { composeGroupStrategies } from "./composition/group-strategies";
import { composeGrowthHealth } from "./composition/growth-health";
import { composeGrowthProgrammes } from "./composition/growth-programmes";
import { composeGrowthStrategies } from "./composition/growth-strategies";
import { composeJourneys } from "./composition/journeys";
import { composeKeywordTakeovers } from "./composition/keyword-takeovers";
import { composeMarket } from "./composition/market";
import { composeMembers } from "./composition/members";
import { composeLookAlikes, composeOpportunities } from "./composition/opportunities";
import type { Kernel, Part } from "./composition/part";
import { composePeople } from "./composition/people";
import { composePeopleFacts } from "./composition/people-facts";
import { composePlaybookTemplates } from "./composition/playbook-templates";
import { composePlaybooks } from "./composition/playbooks";
import { composePractices } from "./composition/practices";
import { composeProgrammes } from "./composition/programmes";
import { composeReachStrategies } from "./composition/reach-strategies";
import { composeResponseCurves } from "./composition/response-curves";
import { composeReviews } from "./composition/reviews";
import { composeRuleSets } from "./composition/rule-sets";
import { composeSearchTrends } from "./composition/search-trends";
import { composeSlots } from "./composition/slots";
import { composeSnapshotSchedules } from "./composition/snapshot-schedules";
import { composeSpend } from "./composition/spend";
import { composeSteering } from "./composition/steering";
import { composeTouchpoints } from "./composition/touchpoints";
import { composeYearPlans } from "./composition/year-plans";
import { entities } from "./entities";
import { addMetricsRoute } from "./graphql/metrics.route";
import { NodeQueries } from "./graphql/node";
import type { GraphQLServer } from "./graphql/server";
import type { Cache } from "./platform/cache/cache";
import { MemoryCache } from "./platform/cache/memory-cache";
import { RedisCache } from "./platform/cache/redis-cache";
import { createPlaneClient, createQueryClient } from "./platform/clickhouse/client";
import { Mutations } from "./platform/clickhouse/mutations";
import { NamedInserts } from "./platform/clickhouse/named-inserts";
import { type Clock, systemClock } from "./platform/clock";
import { unreadyStores } from "./platform/health";
import { JobStore } from "./platform/jobs/job-store";
import { Worker } from "./platform/jobs/worker";
import { Metrics } from "./platform/metrics";
import { createDataSource } from "./platform/postgres/data-source";
import { Database } from "./platform/postgres/database";
import { AdvisoryLocks } from "./platform/postgres/locks";
import { createPool } from "./platform/postgres/pool";
import { createRequestContext } from "./platform/request-context";

export interface AppInput {
  readonly addresses: Addresses;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** The composition root: opens the stores and puts the features together, in the order of the loop. */
export async function createApp({ addresses, logger, clock = systemClock }: AppInput) {
  const dataSource = createDataSource({ url: addresses.databaseUrl, entities, migrations: [], poolSize: 10, logger });
  await dataSource.initialize();
  const database = new Database(dataSource);
  const mutations = new Mutations(addresses.plane);
  const metrics = new Metrics();
  const kernel: Kernel = {
    addresses,
    logger,
    clock,
    database,
    clickhouse: createPlaneClient(addresses.plane),
    queries: createQueryClient(addresses.plane),
    mutations,
    inserts: new NamedInserts(addresses.plane, mutations),
    cache: openCache(addresses.redisUrl, logger, metrics),
    locks: new AdvisoryLocks(addresses.databaseUrl, logger),
    jobs: new JobStore(database),
    metrics,
  };
  const access = composeAccess(kernel);
  const brands = composeBrands(kernel, access);
  const people = composePeople(kernel, { ...access, ...brands });
  const touchpoints = await composeTouchpoints(kernel, { ...access, ...brands, ...people });
  const known = { ...access, ...brands, ...people, ...touchpoints };
  const peopleFacts = composePeopleFacts(kernel, known);
  const journeys = composeJourneys(kernel, known);
  const assets = composeAssets(kernel, known);
  const ruleSets = composeRuleSets(kernel, { ...known, ...assets });
  const benchmarks = composeBenchmarks(kernel, { ...known, ...assets });
  const searchTrends = composeSearchTrends(kernel, { ...known, ...journeys, ...assets });
  const audienceLists = composeAudienceLists(kernel, { ...known, ...peopleFacts });
  const audiences = composeAudiences(kernel, {
    ...known,
    ...assets,
    ...peopleFacts,
    ...searchTrends,
    ...composeLookAlikes(kernel),
    lists: audienceLists.lists,
  });
  const opportunities = composeOpportunities(kernel, {
    ...known,
    ...peopleFacts,
    ...journeys,
    ...assets,
    ...audiences,
  });
  const activation = composeActivation(kernel, { ...known, ...peopleFacts, ...audiences });
  const campaigns = composeCampaigns(kernel, { ...known, ...journeys, ...audiences });
  const flights = composeFlights(kernel, { ...known, ...campaigns });
  const market = composeMarket(kernel, { ...known, ...benchmarks, ...campaigns });
  const crowdStrategies = composeCrowdStrategies(kernel, { ...known, ...audiences });
  const engagePlans = composeEngagePlans(kernel, { ...audiences, ...campaigns });
  const reachStrategies = composeReachStrategies(kernel, { ...known, ...assets, ...audiences, ...activation });
  const flows = composeFlows(kernel, { ...known, ...journeys, ...assets, ...audiences, ...campaigns });
  const snapshotSchedules = composeSnapshotSchedules(kernel, { ...known, ...benchmarks, ...market });
  const diagnosis = composeDiagnosis(kernel, { ...known, ...assets, ...benchmarks, ...campaigns });
  const findingTasks = composeFindingTasks(kernel, { ...known, ...diagnosis });
  const members = composeMembers(kernel, {
    ...known,
    ...peopleFacts,
    ...audiences,
    ...campaigns,
    ...snapshotSchedules,
  });
  const growthHealth = composeGrowthHealth(kernel, {
    ...known,
    ...assets,
    ...diagnosis,
    ...audiences,
    ...campaigns,
    ...findingTasks,
    ...members,
  });
  const programmes = composeProgrammes(kernel, { ...known, ...assets });
  const customerValue = composeCustomerValue(kernel, { ...known, ...audiences, ...campaigns });
  const responseCurves = composeResponseCurves(kernel, { ...known, ...journeys });
  const budgets = composeBudgets(kernel, { ...known, ...campaigns, ...responseCurves });
  const budgetTrees = composeBudgetTrees(kernel, { ...known, ...audiences, ...campaigns, ...budgets });
  const yearPlans = composeYearPlans(kernel, { ...known, ...responseCurves, ...budgetTrees });
  const experiments = composeExperiments(kernel, { ...access, ...brands, ...journeys, ...audiences });
  const steering = composeSteering(kernel, { ...known, ...journeys, ...campaigns, ...experiments });
  const growthStrategies = composeGrowthStrategies(kernel, { ...known, ...campaigns, ...experiments });
  const attribution = composeAttribution(kernel, { ...known, ...assets, ...campaigns });
  const effects = composeEffects(kernel, {
    ...{ ...known, ...journeys, ...assets, ...benchmarks, ...audiences, ...campaigns },
  });
  const practices = composePractices(kernel, {
    ...{ ...known, ...journeys, ...assets, ...audiences },
    ...{ ...opportunities, ...campaigns, ...crowdStrategies, ...effects },
  });
  const spend = composeSpend(kernel, {
    ...{ ...assets, ...journeys, ...audiences, ...campaigns },
    ...{ ...flights, ...reachStrategies, ...effects },
  });
  const slots = composeSlots(kernel, { ...known, ...journeys, ...assets, ...audiences });
  const contentSessions = composeContentSessions(kernel, { ...known, ...journeys });
  const keywordTakeovers = composeKeywordTakeovers(kernel, { ...known, ...journeys });
  const growthProgrammes = composeGrowthProgrammes(kernel, { ...known, ...audiences, ...campaigns });
  const sequence = { ...known, ...audiences, ...campaigns, ...growthProgrammes };
  const campaignTargets = composeCampaignTargets(kernel, {
    ...{ ...sequence, ...peopleFacts, ...diagnosis, ...market, ...flows, ...opportunities, ...attribution },
  });
  const reviews = composeReviews(kernel, { ...sequence, ...effects, ...campaignTargets });
  const playbooks = composePlaybooks(kernel, { ...sequence, ...crowdStrategies, ...reviews });
  const groupStrategies = composeGroupStrategies(kernel, { ...known, ...audiences, ...playbooks });
  const playbookTemplates = composePlaybookTemplates(kernel, {
    ...known,
    ...campaigns,
    ...playbooks,
    ...groupStrategies,
  });
  const exports = composeExports(kernel, { ...known, ...campaigns, ...attribution, ...reviews });
  const features: readonly Part[] = [
    access,
    brands,
    people,
    touchpoints,
    peopleFacts,
    journeys,
    assets,
    ruleSets,
    benchmarks,
    diagnosis,
    market,
    audiences,
    audienceLists,
    opportunities,
    activation,
    searchTrends,
    campaigns,
    flights,
    crowdStrategies,
    engagePlans,
    reachStrategies,
    practices,
    flows,
    snapshotSchedules,
    findingTasks,
    growthHealth,
    programmes,
    members,
    customerValue,
    responseCurves,
    budgets,
    budgetTrees,
    yearPlans,
    experiments,
    steering,
    growthStrategies,
    attribution,
    effects,
    spend,
    slots,
    contentSessions,
    keywordTakeovers,
    growthProgrammes,
    campaignTargets,
    reviews,
    playbooks,
    groupStrategies,
    playbookTemplates,
    exports,
  ];
  const erasers = features.flatMap((part) => part.erasers ?? []);
  const erasure = composeErasure(kernel, known, erasers);
  const parts: readonly Part[] = [...features, erasure];
  const nodes = new NodeQueries(new Map(parts.flatMap((part) => part.nodes ?? [])));
  const handlers = new Map(parts.flatMap((part) => part.handlers ?? []));
  const chores = parts.flatMap((part) => part.chores ?? []);
  const { clickhouse, queries, cache, locks, jobs } = kernel;
  let built: GraphQLSchema | null = null;
  /** Built when it is first asked for: commands that ask nothing of the API do without its packages, 0.3 s of every start. */
  const schema = (): GraphQLSchema => {
    const { buildSchema }: typeof import("./schema") = require("./schema");
    built ??= buildSchema([nodes, ...parts.flatMap((part) => part.resolvers)]);
    return built;
  };

  return {
    database,
    clickhouse,
    queries,
    access: access.access,
    brands: brands.brands,
    people,
    touchpoints: touchpoints.touchpoints,
    fileIngest: touchpoints.fileIngest,
    integrationRuns: touchpoints.integrationRuns,
    rollBack: touchpoints.rollBack,
    peopleFiles: peopleFacts.peopleFiles,
    biLogins: exports.biLogins,
    compaction: erasure.compaction,
    erasedTables: erasure.erasedTables,
    schema,
    serve: async (): Promise<GraphQLServer> => {
      const { createServer }: typeof import("./graphql/server") = require("./graphql/server");
      return createServer({
        schema: schema(),
        logger,
        routes: (http, contextOf, draining) => {
          addMetricsRoute(http, contextOf, metrics);
          for (const part of parts) part.routes?.(http, contextOf, draining);
        },
        isKnownOrigin: (origin) => access.access.isKnownOrigin(origin),
        unreadyStores: () => unreadyStores(database, clickhouse),
        authenticate: async (secret, requestId) => {
          const key = await access.access.authenticate(secret);
          if (!key) return null;
          const { id, organisationId, name, role, allowedOrigins } = key;
          return createRequestContext({
            organisationId,
            actor: { accessKeyId: id, name, role, allowedOrigins },
            permissions: access.access.permissionsOf(role),
            clock,
            logger: logger.child({ request: requestId, organisation: organisationId }),
          });
        },
      });
    },
    worker: (): Worker => {
      const pool = createPool({ url: addresses.databaseDirectUrl, size: 4, name: "worker", logger });
      return new Worker({ store: jobs, database, pool, handlers, chores, clock, logger, concurrency: 2 });
    },
    close: async (): Promise<void> => {
      const stores = [clickhouse, queries, mutations, cache, locks];
      await Promise.allSettled(stores.map((store) => store.close()));
      await dataSource.destroy();
    },
  };
}

function openCache(redisUrl: string | undefined, logger: Logger, metrics: Metrics): Cache {
  if (!redisUrl) return new MemoryCache();
  const redis = new RedisCache(redisUrl, logger);
  metrics.watchBreaker(() => redis.breakerState);
  return redis;
}

export type App = Awaited<ReturnType<typeof createApp>>;
