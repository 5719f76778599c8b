import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { entities } from "../../../src/entities";
import { systemClock } from "../../../src/platform/clock";
import { newId } from "../../../src/platform/ids";
import { JobStore } from "../../../src/platform/jobs/job-store";
import { type JobHandler, Worker } from "../../../src/platform/jobs/worker";
import { createLogger } from "../../../src/platform/logger";
import { createDataSource } from "../../../src/platform/postgres/data-source";
import { Database } from "../../../src/platform/postgres/database";
import { createPool } from "../../../src/platform/postgres/pool";
import { createRequestContext, type RequestContext } from "../../../src/platform/request-context";
import { testEngines } from "../../support/test-engines";

export interface JobRow {
  readonly status: string;
  readonly attempt: number;
  readonly progress: number;
  readonly fencing_token: string;
  readonly worker_id: string | null;
  readonly lease_until: Date | null;
  readonly result: unknown;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
}

/** A database whose jobs only the test's own workers take. Table `effect` counts what handlers did. */
export interface JobDatabase {
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  /** As the owner of the tables and the queue. */
  readonly owner: Client;
  readonly database: Database;
  readonly jobs: JobStore;
  readonly context: RequestContext;
  /** Commits a new job and returns its id. */
  enqueue(kind: string, payload?: object): Promise<string>;
  read(id: string): Promise<JobRow>;
  /** Attempts that had an effect, in their order. */
  effectsOf(id: string): Promise<readonly number[]>;
  /** Runs `work` while a worker with these handlers takes jobs. */
  whileWorking(handlers: Readonly<Record<string, JobHandler>>, work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export async function createJobDatabase(): Promise<JobDatabase> {
  const engines = testEngines();
  const name = `vg_jobs_${randomBytes(6).toString("hex")}`;
  const inDatabase = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  const admin = new Client({ connectionString: engines.databaseOwnerUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${engines.template}`);
  const [databaseUrl, ownerUrl] = [inDatabase(engines.databaseUrl), inDatabase(engines.databaseOwnerUrl)];
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query("CREATE TABLE effect (job_id uuid NOT NULL, attempt integer NOT NULL)");
  await owner.query("GRANT SELECT, INSERT ON effect TO valuegraph_app");

  const logger = createLogger("silent");
  const dataSource = createDataSource({ url: databaseUrl, entities, migrations: [], poolSize: 6, logger });
  await dataSource.initialize();
  const database = new Database(dataSource);
  const jobs = new JobStore(database);
  const organisationId = newId(new Date());
  await database.withSystem((manager) =>
    manager.query("INSERT INTO organisation (id, code, name, created_at) VALUES ($1, 'jobs', 'jobs', now())", [
      organisationId,
    ]),
  );
  const actor = { accessKeyId: newId(new Date()), name: "test", role: "ADMIN", allowedOrigins: [] };
  const context = createRequestContext({ organisationId, actor, permissions: new Set(), clock: systemClock, logger });

  return {
    databaseUrl,
    ownerUrl,
    owner,
    database,
    jobs,
    context,
    enqueue: async (kind, payload = {}) => {
      const id = newId(new Date());
      await database.withTenant(context, (manager) => jobs.enqueue(manager, context, { id, kind, payload }));
      return id;
    },
    read: async (id) =>
      (await database.withSystem((manager) => manager.query("SELECT * FROM job_run WHERE id = $1", [id])))[0],
    effectsOf: async (id) => {
      const { rows } = await owner.query("SELECT attempt FROM effect WHERE job_id = $1 ORDER BY attempt", [id]);
      return rows.map((row: { attempt: number }) => row.attempt);
    },
    whileWorking: async (handlers, work) => {
      const pool = createPool({ url: ownerUrl, size: 4, name: "worker", logger });
      const worker = new Worker({
        clock: systemClock,
        store: jobs,
        database,
        pool,
        handlers: new Map(Object.entries(handlers)),
        chores: [],
        logger,
        concurrency: 2,
      });
      await worker.start();
      await work().finally(() => worker.stop());
    },
    close: async () => {
      await dataSource.destroy();
      await owner.end();
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
