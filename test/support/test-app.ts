import { randomBytes } from "node:crypto";
import { Client } from "pg";
import type { Logger } from "pino";
import type { Addresses } from "../../src/addresses";
import { type App, createApp } from "../../src/app";
import type { GraphQLServer } from "../../src/graphql/server";
import { createClickHouse } from "../../src/platform/clickhouse/client";
import { inDatabase as ofDatabase, type PlaneAddress } from "../../src/platform/clickhouse/cluster";
import type { Worker } from "../../src/platform/jobs/worker";
import { createLogger } from "../../src/platform/logger";
import type { Role } from "../../src/platform/permission";
import { cloneTables } from "./clone-tables";
import { testEngines } from "./test-engines";

export interface Answer {
  // A test reads any shape that its document selects.
  // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
  readonly data: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

export interface TestOrganisation {
  readonly id: string;
  readonly keys: Readonly<Record<Role, string>>;
}

/** One more process's worth of valuegraph over the same databases, without a worker. */
export interface TestInstance {
  readonly app: App;
  readonly url: string;
  /** As of `TestApp`. */
  query(secret: string, document: string, variables?: object): Promise<Answer>;
  close(): Promise<void>;
}

/** A whole valuegraph over databases of its own; close it in `afterAll`. */
export interface TestApp {
  readonly app: App;
  readonly url: string;
  readonly clickhouseUrl: string;
  /** All of ClickHouse: `clickhouseUrl`, or every shard of a cluster. */
  readonly plane: PlaneAddress;
  readonly databaseUrl: string;
  /** May read every table, whosever its rows are. */
  readonly databaseOwnerUrl: string;
  /** Sends a document over HTTP and returns the parsed answer. */
  query(secret: string, document: string, variables?: object): Promise<Answer>;
  /** Adds an organisation with a key of every role. Threshold, rounding and fewest people of a list 1 unless given, so that tests see exact figures. */
  addOrganisation(
    code: string,
    settings?: {
      readonly smallGroupThreshold?: number;
      readonly roundingBase?: number;
      readonly dailyQuestions?: number;
      readonly minimumListPeople?: number;
    },
  ): Promise<TestOrganisation>;
  /** Polls `run` (a Run's id) over HTTP until it ended; returns the run. */
  waitForRun(
    secret: string,
    runId: string,
  ): Promise<{ readonly status: string; readonly failure: { readonly code: string; readonly message: string } | null }>;
  /** With caches and connections of its own; close it before this one. Other addresses lead past proxies. */
  openInstance(over?: Partial<Pick<Addresses, "databaseUrl" | "plane">>): Promise<TestInstance>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** The present, for everything that asks the clock; default: the real one. */
  readonly now?: Date;
  /** For tests whose workers are processes of their own; default: one inside. */
  readonly withoutWorker?: true;
  /** Above the folders of file drops; absent: there are none. */
  readonly fileDropDir?: string;
  /** For tests that read what is logged; default: fatal errors to standard error. */
  readonly logger?: Logger;
}

export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const engines = testEngines();
  const name = `vg_test_${randomBytes(6).toString("hex")}`;
  const admin = new Client({ connectionString: engines.databaseOwnerUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${engines.template}`);
  const inDatabase = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).toString();

  const nodes = engines.plane.urls.map((url) => createClickHouse(url));
  const plane = ofDatabase(engines.plane, name);
  const addresses = {
    databaseUrl: inDatabase(engines.databaseUrl),
    databaseOwnerUrl: inDatabase(engines.databaseOwnerUrl),
    databaseDirectUrl: inDatabase(engines.databaseOwnerUrl),
    plane,
    redisUrl: engines.redisUrl ?? undefined,
    destinationNetworks: "PRIVATE" as const,
    fileDropDir: options.fileDropDir,
    identityKey: "test identity key, test identity key",
    receiptKey: "test receipt key, test receipt key!!",
    close: async () => undefined,
  };
  await Promise.all(nodes.map((node) => cloneTables(node, engines.template, name)));

  const logger = options.logger ?? createLogger("fatal");
  const openInstance: TestApp["openInstance"] = async (over = {}) => {
    const app = await createApp({
      addresses: { ...addresses, ...over },
      logger,
      ...(options.now && { clock: { now: () => options.now! } }),
    });
    const server: GraphQLServer = await app.serve();
    const url = await server.http.listen({ host: "127.0.0.1", port: 0 });
    return {
      app,
      url,
      query: async (secret, document, variables) => {
        const response = await fetch(`${url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
          body: JSON.stringify({ query: document, variables }),
        });
        return (await response.json()) as Answer;
      },
      close: async () => {
        await server.drain();
        await app.close();
      },
    };
  };
  const first = await openInstance();
  const { app, url, query } = first;
  const worker: Worker = app.worker();
  if (!options.withoutWorker) await worker.start();

  return {
    app,
    url,
    clickhouseUrl: plane.urls[0]!,
    plane,
    databaseUrl: addresses.databaseUrl,
    databaseOwnerUrl: addresses.databaseOwnerUrl,
    query,
    openInstance,
    addOrganisation: async (code, settings = {}) => {
      return app.database.withSystem(async (manager) => {
        const organisation = await app.access.addOrganisation(manager, {
          code,
          name: code,
          smallGroupThreshold: 1,
          roundingBase: 1,
          minimumListPeople: 1,
          ...settings,
        });
        const keys: Partial<Record<Role, string>> = {};
        for (const role of ["OPERATOR", "ADMIN", "AD_OPS", "PARTNER", "BI", "INTEGRATION", "MONITOR"] as const) {
          keys[role] = (
            await app.access.issueKey(manager, organisation.id, { name: role, role, allowedOrigins: [] })
          ).secret;
        }
        return { id: organisation.id, keys: keys as Record<Role, string> };
      });
    },
    waitForRun: async (secret, runId) => {
      for (let waited = 0; waited < 60_000; waited += 50) {
        const answer = await query(
          secret,
          "query($id: ID!) { node(id: $id) { ... on Run { status failure { code message } } } }",
          { id: runId },
        );
        const run = answer.data?.node;
        if (run && ["SUCCEEDED", "FAILED", "CANCELLED"].includes(run.status)) return run;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`run ${runId} must end within a minute, but did not`);
    },
    close: async () => {
      await worker.stop();
      await first.close();
      for (const node of nodes) {
        await node.command({ query: `DROP DATABASE IF EXISTS ${name}` });
        await node.close();
      }
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
