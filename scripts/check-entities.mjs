// Migrates an embedded PostgreSQL and says whether entities and migrations agree: TypeORM must find nothing to change.
// Guards against a column that exists in code only, which a test on a fresh database would not notice.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
require("reflect-metadata");
const { openEmbeddedEngines } = require("../dist/src/embedded/embedded-engines.js");
const { entities } = require("../dist/src/entities.js");
const { migrate } = require("../dist/src/migrate.js");
const { createLogger } = require("../dist/src/platform/logger.js");
const { createDataSource } = require("../dist/src/platform/postgres/data-source.js");

const folder = mkdtempSync(join(tmpdir(), "valuegraph-entities-"));
chmodSync(folder, 0o711); // the unprivileged user that runs PostgreSQL under root must reach it
const logger = createLogger("warn");
const engines = await openEmbeddedEngines({
  dataDir: folder,
  engines: { postgres: true, clickhouse: true },
  log: () => undefined,
});
try {
  await migrate({ ...engines, plane: { urls: [engines.clickhouseUrl], cluster: null }, logger });
  const again = await migrate({ ...engines, plane: { urls: [engines.clickhouseUrl], cluster: null }, logger });
  const dataSource = createDataSource({ url: engines.databaseOwnerUrl, entities, migrations: [], poolSize: 1, logger });
  await dataSource.initialize();
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.destroy();
  if (upQueries.length > 0 || again.length > 0) {
    process.stderr.write(
      `Entities and migrations must agree, but TypeORM would run:\n${upQueries.map(({ query }) => `  ${query}`).join("\n")}\n`,
    );
    process.exitCode = 1;
  } else {
    process.stdout.write("Entities and migrations agree; migrating twice changes nothing.\n");
  }
} finally {
  await engines.close();
  rmSync(folder, { recursive: true, force: true });
}
