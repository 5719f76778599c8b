import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandContext } from "../../../src/cli/open-app";
import type { IntegrationRun } from "../../../src/features/touchpoints";
import { readMapping } from "../../../src/features/touchpoints";
import { toNodeId } from "../../../src/graphql/node";
import { Mutations } from "../../../src/platform/clickhouse/mutations";
import { createLogger } from "../../../src/platform/logger";
import type { RequestContext } from "../../../src/platform/request-context";
import type { Answer, TestApp, TestOrganisation } from "../../support/test-app";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
export const RUN = document("integration-run");
export const RUNS = document("integration-runs");
export const SOURCES = document("touchpoint-sources");
export const STOP = document("stop-run");
export const ROLL_BACK = document("roll-back-run");
export const ROLL_BACK_STATUS = document("roll-back-status");

/** A line of a test's CSV file. Absent fields: a search of today's person for nothing in particular. */
export interface Line {
  readonly id: string;
  readonly who: string;
  readonly at?: string;
  readonly action?: string;
  readonly brand?: string;
  readonly category?: string;
  readonly note?: string;
}

export interface ImportOptions {
  readonly visibility?: "CLOUD" | "ORGANISATION";
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}

const HEADER = "id,at,who,action,brand,category,note";

/** Imports of small CSV files, a chunk each, in the test's own process. */
export class FileImports {
  private constructor(
    private readonly test: TestApp,
    private readonly folder: string,
  ) {}

  static async open(test: TestApp): Promise<FileImports> {
    return new FileImports(test, await mkdtemp(join(tmpdir(), "valuegraph-runs-")));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  context(organisation: Pick<TestOrganisation, "id">): RequestContext {
    return commandContext(organisation.id, createLogger("fatal"));
  }

  /** Writes a file of these lines and returns its path. */
  async file(name: string, lines: readonly Line[]): Promise<string> {
    const path = join(this.folder, name);
    const rows = lines.map(
      ({ id, who, at = "2025-11-11T10:00:00+08:00", action = "SEARCH", brand = "", category = "", note = "" }) =>
        [id, at, who, action, brand, category, note].join(","),
    );
    await writeFile(path, `${[HEADER, ...rows].join("\n")}\n`);
    return path;
  }

  async import(
    organisation: Pick<TestOrganisation, "id">,
    source: string,
    paths: readonly string[],
    { visibility = "CLOUD", signal, onProgress = () => undefined }: ImportOptions = {},
  ): Promise<IntegrationRun> {
    const mapping = readMapping(
      JSON.stringify({
        source: { code: source, name: source, visibility },
        format: "CSV",
        fields: {
          action: { column: "action" },
          platform: { constant: "JD" },
          site: { constant: "ON_SITE" },
          brandCode: { column: "brand" },
          categoryCode: { column: "category" },
        },
        time: { column: "at", format: "ISO" },
        identities: [{ namespace: "CUSTOMER_ID", column: "who" }],
        eventId: { column: "id" },
        ignored: ["note"],
      }),
      "mapping",
    );
    return this.test.app.fileIngest.ingest(this.context(organisation), {
      name: source,
      mapping,
      paths,
      ...(signal && { signal }),
      onProgress,
    });
  }
}

export const runId = ({ id }: { readonly id: string }): string => toNodeId("IntegrationRun", id);

/** A run as its organisation's integration sees it. */
export async function readRun(test: TestApp, secret: string, id: string): Promise<Answer["data"]> {
  return (await test.query(secret, RUN, { id })).data.node;
}

/** Rolls a run back and waits for its success. */
export async function rollBack(test: TestApp, secret: string, id: string): Promise<Answer["data"]> {
  const { data } = await test.query(secret, ROLL_BACK, { id });
  expect(data.rollBackIntegrationRun.userErrors).toEqual([]);
  const job = data.rollBackIntegrationRun.run.id;
  expect(await test.waitForRun(secret, job)).toEqual({ status: "SUCCEEDED", failure: null });
  return (await test.query(secret, ROLL_BACK_STATUS, { id: job })).data.node;
}

async function chunksOf(test: TestApp, run: { readonly id: string }): Promise<readonly number[]> {
  const chunks: { number: number }[] = await test.app.database.withSystem((manager) =>
    manager.query("SELECT number FROM intake_chunk WHERE run_id = $1", [run.id]),
  );
  return chunks.map(({ number }) => number);
}

/** Takes the run's rows out of these tables. */
export async function wipe(test: TestApp, run: { readonly id: string }, tables: Iterable<string>): Promise<void> {
  const mutations = new Mutations(test.plane);
  const chunks = await chunksOf(test, run);
  for (const table of tables)
    await mutations.run({
      place: "test.wipe",
      table,
      statement: (rows) => `DELETE FROM ${rows} WHERE chunk IN {chunks:Array(UInt32)}`,
      params: { chunks },
    });
  await mutations.close();
}

/** Rows in ClickHouse that carry the run, by table. */
export async function rowsOf(test: TestApp, run: { readonly id: string }): Promise<Readonly<Record<string, number>>> {
  const chunks = await chunksOf(test, run);
  const counts: Record<string, number> = {};
  for (const table of ["touchpoint", "touchpoint_key", "identity_link"]) {
    const answer = await test.app.clickhouse.query({
      query: `SELECT toInt32(count()) AS rows FROM ${table} FINAL WHERE chunk IN {chunks:Array(UInt32)}`,
      query_params: { chunks },
      format: "JSONEachRow",
    });
    counts[table] = (await answer.json<{ rows: number }>())[0]!.rows;
  }
  return counts;
}
