import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { openEmbeddedEngines } from "../../src/embedded/embedded-engines";
import { migrate } from "../../src/migrate";
import { createClickHouse } from "../../src/platform/clickhouse/client";
import { inDatabase, planeAddress } from "../../src/platform/clickhouse/cluster";
import { createLogger } from "../../src/platform/logger";
import { openClickHouseCluster } from "./clickhouse-cluster";
import { leaveTestEngines, type TestEngines } from "./test-engines";

let close: () => Promise<void> = async () => undefined;

/**
 * Opens the engines once for all test files and migrates a template database, which every file clones.
 * Given VALUEGRAPH_TEST_DATABASE_OWNER_URL, VALUEGRAPH_TEST_CLICKHOUSE_URL or REDIS_URL, those are used instead;
 * with VALUEGRAPH_TEST_CLUSTER two ClickHouse servers are one cluster of two shards.
 */
export async function setup(): Promise<void> {
  const logger = createLogger("warn");
  const folder = mkdtempSync(join(tmpdir(), "valuegraph-test-"));
  chmodSync(folder, 0o711); // the unprivileged user that runs PostgreSQL under root must reach it
  const ownerUrl = process.env["VALUEGRAPH_TEST_DATABASE_OWNER_URL"];
  const planeUrl = process.env["VALUEGRAPH_TEST_CLICKHOUSE_URL"];
  const cluster = process.env["VALUEGRAPH_TEST_CLUSTER"] ? await openClickHouseCluster() : null;
  const embedded = await openEmbeddedEngines({
    dataDir: folder,
    engines: { postgres: !ownerUrl, clickhouse: !planeUrl && !cluster },
    log: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  const engines: TestEngines = {
    databaseOwnerUrl: ownerUrl ?? embedded.databaseOwnerUrl!,
    databaseUrl: ownerUrl ?? embedded.databaseUrl!,
    plane: cluster?.address ?? planeAddress(planeUrl ?? embedded.clickhouseUrl!, undefined),
    redisUrl: process.env["REDIS_URL"] ?? null,
    template: `vg_template_${randomBytes(6).toString("hex")}`,
  };
  leaveTestEngines(engines);
  await prepareTemplate(engines, logger);
  close = async () => {
    await dropTemplate(engines);
    await embedded.close();
    await cluster?.close();
    await rm(folder, { recursive: true, force: true });
  };
}

async function prepareTemplate(engines: TestEngines, logger: ReturnType<typeof createLogger>): Promise<void> {
  const admin = new Client({ connectionString: engines.databaseOwnerUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${engines.template}`);
  await admin.end();
  const inTemplate = (url: string): string =>
    Object.assign(new URL(url), { pathname: `/${engines.template}` }).toString();
  await migrate({
    databaseUrl: inTemplate(engines.databaseUrl),
    databaseOwnerUrl: inTemplate(engines.databaseOwnerUrl),
    plane: inDatabase(engines.plane, engines.template),
    logger,
  });
}

async function dropTemplate(engines: TestEngines): Promise<void> {
  const admin = new Client({ connectionString: engines.databaseOwnerUrl });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${engines.template} WITH (FORCE)`);
  await admin.end();
  for (const url of engines.plane.urls) {
    const plane = createClickHouse(url);
    await plane.command({ query: `DROP DATABASE IF EXISTS ${engines.template}` });
    await plane.close();
  }
}

export async function teardown(): Promise<void> {
  await close();
}

export default setup;
