import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
require("reflect-metadata");
const { openEmbeddedEngines } = require("../dist/src/embedded/embedded-engines.js");
const { migrate } = require("../dist/src/migrate.js");
const { createClickHouse } = require("../dist/src/platform/clickhouse/client.js");
const { createLogger } = require("../dist/src/platform/logger.js");

/** Embedded PostgreSQL and ClickHouse in a temporary folder, migrated and empty. Child processes join them by `dataDir`. */
export async function openEngines() {
  const dataDir = mkdtempSync(join(tmpdir(), "valuegraph-bench-"));
  chmodSync(dataDir, 0o711); // the unprivileged user that runs PostgreSQL under root must reach it
  const engines = await openEmbeddedEngines({
    dataDir,
    engines: { postgres: true, clickhouse: true },
    log: () => undefined,
  });
  const plane = { urls: [engines.clickhouseUrl], cluster: null };
  await migrate({ ...engines, plane, logger: createLogger("warn") });
  const clickhouse = createClickHouse(engines.clickhouseUrl);
  return {
    dataDir,
    clickhouse,
    clickhouseUrl: engines.clickhouseUrl,
    databaseOwnerUrl: engines.databaseOwnerUrl,
    close: async () => {
      await clickhouse.close();
      await engines.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs `work` on engines of its own. */
export async function withEngines(work) {
  const engines = await openEngines();
  try {
    return await work(engines);
  } finally {
    await engines.close();
  }
}

/** Rows of a statement as objects. */
export async function select(clickhouse, query) {
  const answer = await clickhouse.query({ query, format: "JSONEachRow" });
  return answer.json();
}

/** Touchpoints as they lie after a day's rest: a part a month, with its bitmaps. Parts that lack some merge among themselves alone. */
export async function mergeTouchpoints(clickhouse) {
  const merge = () => clickhouse.command({ query: "OPTIMIZE TABLE touchpoint FINAL" });
  await merge();
  for (const projection of ["presence_by_month", "seen_by_day"])
    await clickhouse.command({
      query: `ALTER TABLE touchpoint MATERIALIZE PROJECTION ${projection} SETTINGS mutations_sync = 2`,
    });
  await merge();
}
