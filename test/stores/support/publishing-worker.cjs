/**
 * A worker process whose handler of "publish" writes its effect and then never commits: told the database's two addresses,
 * it says "publishing" when it is in the middle, and waits to be killed.
 */
const { createDataSource } = require("../../../dist/src/platform/postgres/data-source.js");
const { Database } = require("../../../dist/src/platform/postgres/database.js");
const { createPool } = require("../../../dist/src/platform/postgres/pool.js");
const { createLogger } = require("../../../dist/src/platform/logger.js");
const { JobStore } = require("../../../dist/src/platform/jobs/job-store.js");
const { Worker } = require("../../../dist/src/platform/jobs/worker.js");

const [, , databaseUrl, ownerUrl] = process.argv;
const logger = createLogger("silent");

const hang = (job) =>
  job.publish(async (manager) => {
    await manager.query("INSERT INTO effect (job_id, attempt) VALUES ($1, $2)", [job.run.id, job.run.attempt]);
    process.stdout.write("publishing\n");
    await new Promise(() => {});
  });

async function main() {
  const dataSource = createDataSource({ url: databaseUrl, entities: [], migrations: [], poolSize: 4, logger });
  await dataSource.initialize();
  const database = new Database(dataSource);
  const pool = createPool({ url: ownerUrl, size: 4, name: "worker", logger });
  const handlers = new Map([["publish", hang]]);
  await new Worker({
    store: new JobStore(database),
    database,
    pool,
    handlers,
    chores: [],
    logger,
    concurrency: 1,
  }).start();
}

void main();
