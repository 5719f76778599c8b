import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { Client } from "pg";
import { createClickHouse } from "../../../src/platform/clickhouse/client";
import { eventually } from "../../embedded/support/eventually";
import { testEngines } from "../../support/test-engines";

const MAIN = join(__dirname, "../../../dist/src/main.js");
const READY_MS = 30_000;

type Environment = Readonly<Record<string, string>>;

/** An empty PostgreSQL database and the name of a ClickHouse one that does not exist yet. */
export interface EmptyStores {
  readonly env: Environment;
  readonly ownerUrl: string;
  readonly clickhouseUrl: string;
  close(): Promise<void>;
}

export async function createEmptyStores(): Promise<EmptyStores> {
  const engines = testEngines();
  const name = `vg_cli_${randomBytes(6).toString("hex")}`;
  const inDatabase = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  const admin = new Client({ connectionString: engines.databaseOwnerUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const [ownerUrl, clickhouseUrl] = [inDatabase(engines.databaseOwnerUrl), inDatabase(engines.plane.urls[0]!)];
  return {
    ownerUrl,
    clickhouseUrl,
    env: {
      DATABASE_URL: inDatabase(engines.databaseUrl),
      DATABASE_OWNER_URL: ownerUrl,
      CLICKHOUSE_URL: clickhouseUrl,
      IDENTITY_KEY: "test identity key, test identity key",
      RECEIPT_KEY: "test receipt key, test receipt key!!",
      PORT: "0",
    },
    close: async () => {
      const plane = createClickHouse(engines.plane.urls[0]!);
      await plane.command({ query: `DROP DATABASE IF EXISTS ${name}` });
      await plane.close();
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

export interface EndedProcess {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `valuegraph` command as a process of its own, with nothing but `env` in its environment. */
export class ValuegraphProcess {
  readonly child: ChildProcess;
  private stdout = "";
  private stderr = "";
  private readonly exit: Promise<unknown[]>;

  constructor(args: readonly string[], env: Environment) {
    // A library may draw its own conclusions from NODE_ENV=test, which jest sets; a deployment has no such variable.
    this.child = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout!.on("data", (text) => {
      this.stdout += text;
    });
    this.child.stderr!.on("data", (text) => {
      this.stderr += text;
    });
    this.exit = once(this.child, "close");
  }

  async ended(): Promise<EndedProcess> {
    await this.exit;
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  /** Waits until the log has this message and returns its line. */
  async said(message: string): Promise<Readonly<Record<string, string>>> {
    const find = () => this.stderr.split("\n").find((line) => line.includes(`"msg":"${message}"`));
    await eventually(`the log line "${message}"`, READY_MS, () => {
      if (this.child.exitCode !== null) throw new Error(`The process must go on, but ended:\n${this.stderr}`);
      return find() !== undefined;
    });
    return JSON.parse(find()!);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop(): Promise<EndedProcess> {
    if (this.isRunning) this.child.kill("SIGTERM");
    return this.ended();
  }
}

export const runValuegraph = (args: readonly string[], env: Environment): Promise<EndedProcess> =>
  new ValuegraphProcess(args, env).ended();

export interface Serving {
  readonly process: ValuegraphProcess;
  readonly url: string;
  query(document: string, variables?: object): Promise<{ readonly data: unknown; readonly errors?: readonly object[] }>;
}

/** Starts `serve` on a free port and waits until it listens; `query` speaks with the given key. */
export async function startServe(env: Environment, secret: string): Promise<Serving> {
  const process = new ValuegraphProcess(["serve"], env);
  const { graphql } = await process.said("the API is ready");
  return {
    process,
    url: graphql!.replace(/\/graphql$/, ""),
    query: async (query, variables) => {
      const response = await fetch(graphql!, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as { data: unknown; errors?: readonly object[] };
    },
  };
}

/** A key of the organisation that ships with the product, from the command line. */
export async function createOperatorKey(env: Environment): Promise<string> {
  const { code, stdout, stderr } = await runValuegraph(["create-key", "--name", "test"], env);
  if (code !== 0) throw new Error(`create-key must succeed, but said:\n${stderr}`);
  return stdout.trim();
}
