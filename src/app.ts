import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Addresses } from "./addresses";
import { entities } from "./entities";
import { AccessResolver } from "./features/access/access.resolver";
import { AccessService } from "./features/access/access.service";
import { AccessStore } from "./features/access/access.store";
import { BrandResolver, toBrand } from "./features/brands/brand.resolver";
import { BrandService } from "./features/brands/brand.service";
import { BrandStore } from "./features/brands/brand.store";
import { CatalogueResolver } from "./features/brands/catalogue.resolver";
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
import { IntegrationRun } from "./features/touchpoints/touchpoint.types";
import { buildGraphQLSchema } from "./graphql/build-schema";
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
  const intake = new IntakeService(integrationRuns, new PlaneStore(clickhouse), people, locks, await createSeal());
  const touchpoints = new TouchpointService(database, new TouchpointStore(database), integrationRuns, intake, brands);

  const fileIngest = new FileIngestService(
    touchpoints,
    intake,
    integrationRuns,
    new CatalogueFiller(brands, touchpoints),
  );

  const handlers = new Map<string, JobHandler>();
  const nodes = new Map<string, NodeFetcher>([
    ["Brand", async (context, key) => brands.findGranted(context, Number(key)).then((row) => row && toBrand(row))],
    [
      "IntegrationRun",
      async (context, key) => touchpoints.findRun(context, key).then((row) => row && toIntegrationRun(row)),
    ],
  ]);
  const resolvers: readonly object[] = [
    new NodeQueries(nodes),
    new AccessResolver(access),
    new BrandResolver(brands, access),
    new CatalogueResolver(brands),
    new TouchpointResolver(touchpoints),
  ];
  const schema: GraphQLSchema = buildGraphQLSchema({ resolvers, orphanedTypes: [IntegrationRun] });

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

export type App = Awaited<ReturnType<typeof createApp>>;
