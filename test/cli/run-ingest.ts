import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestApp } from "../support/test-app";
import { testEngines } from "../support/test-engines";

const MAIN = join(__dirname, "../../dist/src/main.js");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RejectLine {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly field: readonly string[];
  readonly message: string;
  readonly row: Readonly<Record<string, unknown>> | null;
}

/** A command under way. */
export interface RunningIngest {
  /** Id of the run that it printed; null before it did. */
  readonly runId: () => string | null;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ended>;
}

/** The real command over a test's databases, in a folder of its own. */
export class IngestCommand {
  constructor(
    private readonly test: TestApp,
    private readonly organisation: string,
    readonly folder: string,
  ) {}

  /** Writes a file into the folder and returns its path. */
  async file(name: string, content: string | Buffer): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  /**
   * Runs `valuegraph ingest` with a mapping, or with options as they are written, and waits for its end. Rejects of an
   * earlier run are not those of this one.
   */
  run(mapping: string, ...paths: readonly string[]): Promise<Ended & { readonly rejects: readonly RejectLine[] }> {
    return this.runAs("ingest", mapping, paths);
  }

  /** The same of `valuegraph ingest-attributes` and `valuegraph ingest-identities`. */
  ingest(
    what: "attributes" | "identities",
    mapping: string,
    ...paths: readonly string[]
  ): Promise<Ended & { readonly rejects: readonly RejectLine[] }> {
    return this.runAs(`ingest-${what}`, mapping, paths);
  }

  private async runAs(
    name: string,
    mapping: string,
    paths: readonly string[],
  ): Promise<Ended & { readonly rejects: readonly RejectLine[] }> {
    const rejectFolder = join(this.folder, "rejects");
    await mkdir(rejectFolder, { recursive: true });
    const earlier = new Set(await readdir(rejectFolder));
    const options = [...(mapping.endsWith(".json") ? ["--mapping"] : []), mapping, ...paths];
    const ended = await this.startCommand(name, "--organisation", this.organisation, ...options).ended;
    const fresh = (await readdir(rejectFolder)).filter((name) => !earlier.has(name));
    const texts = await Promise.all(fresh.map((name) => readFile(join(rejectFolder, name), "utf8")));
    const rejects = texts.flatMap((text) => text.trimEnd().split("\n")).map((line) => JSON.parse(line) as RejectLine);
    return { ...ended, rejects };
  }

  /** Starts `valuegraph ingest` with these options. */
  start(...options: readonly string[]): RunningIngest {
    return this.startCommand("ingest", "--organisation", this.organisation, ...options);
  }

  startCommand(...args: readonly string[]): RunningIngest {
    const owner = new URL(testEngines().databaseOwnerUrl);
    owner.pathname = new URL(this.test.databaseUrl).pathname;
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: {
        PATH: process.env["PATH"],
        DATABASE_URL: this.test.databaseUrl,
        DATABASE_OWNER_URL: owner.toString(),
        CLICKHOUSE_URL: this.test.clickhouseUrl,
        DATA_DIR: this.folder,
        LOG_LEVEL: "silent",
        IDENTITY_KEY: "test identity key, test identity key",
        RECEIPT_KEY: "test receipt key, test receipt key!!",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    return {
      runId: () => /^Run ([0-9a-f-]{36})$/m.exec(stderr)?.[1] ?? null,
      kill: (signal) => child.kill(signal),
      ended: new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => resolve({ code, stdout, stderr }));
      }),
    };
  }
}
