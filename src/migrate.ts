import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import { Client } from "pg";
import type { Logger } from "pino";
import { Tables1763700000000 } from "../migrations/postgres/1763700000000-tables";
import { RowSecurity1763700000001 } from "../migrations/postgres/1763700000001-row-security";
import { ShippedData1763700000002 } from "../migrations/postgres/1763700000002-shipped-data";
import { entities } from "./entities";
import { createClickHouse } from "./platform/clickhouse/client";
import { createClickHouseDatabase, migrateClickHouse } from "./platform/clickhouse/migrations";
import { createDataSource } from "./platform/postgres/data-source";
import { createPool } from "./platform/postgres/pool";
import { projectRoot } from "./platform/project-root";

export const postgresMigrations = [Tables1763700000000, RowSecurity1763700000001, ShippedData1763700000002];

export interface MigrateInput {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  readonly clickhouseUrl: string;
  readonly logger: Logger;
}

/** Any number that no feature uses as a lock key; two processes that migrate at once take turns. */
const MIGRATION_LOCK = 7_263_517_420;

/** Brings PostgreSQL, the queue and ClickHouse to this release; running it again changes nothing. */
export async function migrate(input: MigrateInput): Promise<readonly string[]> {
  const lock = new Client({ connectionString: input.databaseOwnerUrl, application_name: "valuegraph migrate" });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return [...(await migratePostgres(input, lock)), ...(await migrateTouchpointPlane(input))];
  } finally {
    await lock.end();
  }
}

async function migratePostgres(input: MigrateInput, client: Client): Promise<readonly string[]> {
  const dataSource = createDataSource({
    url: input.databaseOwnerUrl,
    entities,
    migrations: postgresMigrations,
    poolSize: 2,
    logger: input.logger,
  });
  await dataSource.initialize();
  const done = await dataSource.runMigrations().finally(() => dataSource.destroy());
  const pool = createPool({ url: input.databaseOwnerUrl, size: 2, name: "migrate", logger: input.logger });
  await runMigrations({ pgPool: pool }).finally(() => pool.end());
  const login = decodeURIComponent(new URL(input.databaseUrl).username);
  if (login !== "") await client.query(`GRANT valuegraph_app, valuegraph_system TO ${client.escapeIdentifier(login)}`);
  return done.map((migration) => migration.name);
}

async function migrateTouchpointPlane(input: MigrateInput): Promise<readonly string[]> {
  const url = new URL(input.clickhouseUrl);
  const database = url.pathname.slice(1) || "valuegraph";
  url.pathname = "/default";
  const admin = createClickHouse(url.toString());
  await createClickHouseDatabase(admin, database).finally(() => admin.close());
  const client = createClickHouse(input.clickhouseUrl);
  return migrateClickHouse(client, join(projectRoot, "migrations", "clickhouse")).finally(() => client.close());
}
