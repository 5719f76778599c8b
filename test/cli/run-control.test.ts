import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../embedded/support/eventually";
import { createTestApp, type TestApp } from "../support/test-app";
import { type Ended, IngestCommand, type RunningIngest } from "./run-ingest";

const HEADER = "id,at,who,action";
/** A chunk each, so that there are many places where an import can end. */
const FILES = 16;
const ROWS = 400;

let test: TestApp;
let command: IngestCommand;
let folder: string;
let paths: readonly string[];
let reference: Outcome;
let sources = 0;

beforeAll(async () => {
  test = await createTestApp();
  await test.addOrganisation("shop");
  folder = await mkdtemp(join(tmpdir(), "valuegraph-runs-"));
  command = new IngestCommand(test, "shop", folder);
  paths = await Promise.all(Array.from({ length: FILES }, (_, file) => command.file(`${file}.csv`, content(file))));
  const { path, source } = await mapping();
  const ended = await command.run(path, ...paths);
  expect(ended.code).toBe(0);
  reference = await outcomeOf(source);
  expect(reference.counts).toMatchObject({ received: FILES * ROWS, status: "SUCCEEDED" });
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

/** Every tenth row came before with the same content, every eleventh with another, every thirteenth is rejected. */
function content(file: number): string {
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const n = file * ROWS + i;
    const action = n % 13 === 0 ? "LOOKED" : n % 11 === 0 ? "CLICK" : "SEARCH";
    const id = n % 10 === 0 || n % 11 === 0 ? Math.max(1, n - 7 * ROWS) : n;
    return `e${id},2025-11-11T10:00:00+08:00,person-${id},${action}`;
  });
  return `${[HEADER, ...rows].join("\n")}\n`;
}

async function mapping(): Promise<{ readonly path: string; readonly source: string }> {
  const source = `source-${++sources}`;
  const path = await command.file(
    `${source}.json`,
    JSON.stringify({
      source: { code: source, name: source, visibility: "CLOUD" },
      format: "CSV",
      fields: { action: { column: "action" }, platform: { constant: "JD" }, site: { constant: "ON_SITE" } },
      time: { column: "at", format: "ISO" },
      identities: [{ namespace: "CUSTOMER_ID", column: "who" }],
      eventId: { column: "id" },
    }),
  );
  return { path, source };
}

interface Outcome {
  readonly counts: Readonly<Record<string, unknown>>;
  readonly touchpoints: readonly object[];
  readonly keys: number;
  readonly rejected: readonly object[];
}

/** All that an import of the files leaves, but for ids, times and the numbers of people. */
async function outcomeOf(source: string): Promise<Outcome> {
  const [run] = await sql(
    `SELECT run.id, run.source_id, status, received::integer, accepted::integer, duplicates::integer, conflicts::integer,
       rejected::integer, rejected_by_reason AS reasons
     FROM integration_run AS run JOIN touchpoint_source ON touchpoint_source.id = run.source_id WHERE code = $1`,
    [source],
  );
  const { id, source_id, ...counts } = run as { id: string; source_id: number };
  const rows = async (query: string): Promise<readonly object[]> =>
    (
      await test.app.clickhouse.query({ query, query_params: { source: source_id }, format: "JSONEachRow" })
    ).json<object>();
  return {
    counts,
    touchpoints: await rows(
      "SELECT event_id, action, identity_key FROM touchpoint FINAL WHERE source_id = {source:UInt32} ORDER BY event_id",
    ),
    keys: (await rows("SELECT event_id FROM touchpoint_key FINAL WHERE source_id = {source:UInt32}")).length,
    rejected: await sql(
      "SELECT file, line, reason, message, row FROM rejected_row WHERE run_id = $1 ORDER BY file, line",
      [id],
    ),
  };
}

const sql = (query: string, params: readonly unknown[]): Promise<readonly object[]> =>
  test.app.database.withSystem((manager) => manager.query(query, [...params]));

/** Waits until the run has this many committed chunks. */
const committed = (run: RunningIngest, chunks: number): Promise<void> =>
  eventually(`${chunks} committed chunks`, 60_000, async () => {
    const id = run.runId();
    if (id === null) return false;
    const [row] = await sql(
      "SELECT count(*)::integer AS chunks FROM intake_chunk WHERE run_id = $1 AND state = 'COMMITTED'",
      [id],
    );
    return (row as { chunks: number }).chunks >= chunks;
  });

const statusOf = async (id: string): Promise<string> =>
  ((await sql("SELECT status FROM integration_run WHERE id = $1", [id]))[0] as { status: string }).status;

const touchpointsOf = async (source: string): Promise<number> => (await outcomeOf(source)).touchpoints.length;

describe("an import that is resumed leaves what an undisturbed one leaves", () => {
  it("after Ctrl-C, which ends it after its current chunk and says how to go on", async () => {
    const { path, source } = await mapping();
    const running = command.start("--mapping", path, ...paths);
    await committed(running, 3);
    running.kill("SIGINT");
    const stopped = await running.ended;
    const id = running.runId()!;
    expect(stopped.code).toBe(2);
    expect(stopped.stderr).toContain("Stopping after the current chunk");
    expect(stopped.stdout).toContain(`Run ${id}: STOPPED\n`);
    expect(stopped.stdout).toContain(`ingest --organisation shop --resume ${id} ${paths.join(" ")}\n`);
    expect(stopped.stdout).toContain(`roll-back --organisation shop ${id}\n`);
    expect((await outcomeOf(source)).counts).toMatchObject({ status: "STOPPED" });
    expect(Number((await outcomeOf(source)).counts["received"])).toBeLessThan(FILES * ROWS);

    const resumed = await command.run("--resume", id, ...paths);
    expect(resumed.code).toBe(0);
    expect(resumed.stdout).toContain(`Run ${id}: SUCCEEDED\n`);
    expect(await outcomeOf(source)).toEqual(reference);
    // The reject file is the whole run's.
    expect(resumed.rejects).toHaveLength(reference.rejected.length);
  });

  it("after kill -9 again and again", async () => {
    const { path, source } = await mapping();
    const first = command.start("--mapping", path, ...paths);
    await committed(first, 1);
    first.kill("SIGKILL");
    await first.ended;
    const id = first.runId()!;
    expect(await statusOf(id)).toBe("RUNNING");
    for (const chunks of [4, 8, 12]) {
      const again = command.start("--resume", id, ...paths);
      await committed(again, chunks);
      again.kill("SIGKILL");
      await again.ended;
    }
    expect((await command.run("--resume", id, ...paths)).code).toBe(0);
    expect(await outcomeOf(source)).toEqual(reference);
  });
});

describe("a resume is refused", () => {
  let id: string;
  let source: string;

  beforeAll(async () => {
    const made = await mapping();
    source = made.source;
    const running = command.start("--mapping", made.path, ...paths);
    await committed(running, 2);
    running.kill("SIGSTOP"); // holds its locks however long the second process takes to start
    const busy = await command.run("--resume", running.runId()!, ...paths);
    expect(busy).toMatchObject({ code: 2, stdout: "" });
    expect(busy.stderr).toContain("must have ended, but another process imports it; stop that one first.");
    running.kill("SIGINT");
    running.kill("SIGCONT");
    await running.ended;
    id = running.runId()!;
  });

  const refused = async (...args: readonly string[]): Promise<string> => {
    const before = await outcomeOf(source);
    const ended: Ended = await command.run(...(args as [string]));
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).not.toMatch(/\n\s+at /); // no stack
    expect(await outcomeOf(source)).toEqual(before);
    return ended.stderr;
  };

  it("with other files, other content, fewer of them, or one that is not there", async () => {
    const longer = await command.file("longer.csv", `${content(0)}e99999,2025-11-11T10:00:00+08:00,x,SEARCH\n`);
    expect(await refused("--resume", id, longer, ...paths.slice(1))).toMatch(
      /A run must be resumed with the content it began with, but .*longer\.csv has \d+ bytes in place of \d+ \(file 1: .*0\.csv\); import it as a new run: what was taken is not doubled\./,
    );
    const changed = await command.file("changed.csv", content(0).replace("person-1,", "person-2,"));
    expect(await refused("--resume", id, changed, ...paths.slice(1))).toContain(
      "changed.csv begins with other content",
    );
    expect(await refused("--resume", id, paths[0]!)).toContain(`but got 1 of ${FILES}.`);
    expect(await refused("--resume", id, join(folder, "absent.csv"), ...paths.slice(1))).toContain(
      "absent.csv: the file must exist and be readable, but is not (ENOENT).",
    );
  });

  it("without a run, with a mapping beside it, and of a run that ended whole", async () => {
    expect(await refused("--resume", "7", ...paths)).toContain(
      "RUN_ID must be the id that ingest printed, 36 characters",
    );
    expect(await refused("--resume", "00000000-0000-7000-8000-00000000abcd", ...paths)).toContain("id must name a run");
    expect(await refused("--resume", id, "--mapping", "x.json", ...paths)).toContain(
      "Either --mapping or --resume must be given, but got both.",
    );
    expect(await refused(...paths)).toContain("Either --mapping or --resume must be given, but got neither.");
    await command.run("--resume", id, ...paths);
    expect(await refused("--resume", id, ...paths)).toContain(
      "must have stopped or failed to be resumed, but is SUCCEEDED.",
    );
  });
});

describe("roll-back", () => {
  it("takes an import back whose process was killed, also when it is killed itself, and the files can come again", async () => {
    const { path, source } = await mapping();
    const running = command.start("--mapping", path, ...paths);
    await committed(running, 6);
    running.kill("SIGKILL");
    await running.ended;
    const id = running.runId()!;

    const killed = command.startCommand("roll-back", "--organisation", "shop", id);
    await eventually("the request of the roll-back", 60_000, async () => {
      const [row] = await sql("SELECT roll_back_requested_at IS NOT NULL AS is FROM integration_run WHERE id = $1", [
        id,
      ]);
      return (row as { is: boolean }).is;
    });
    killed.kill("SIGKILL");
    await killed.ended;

    const ended = await command.startCommand("roll-back", "--organisation", "shop", id).ended;
    // It may have been done by the one that was killed.
    if (ended.code !== 0) expect(ended.stderr).toContain("The run must not be rolled back yet, but is");
    expect(await statusOf(id)).toBe("ROLLED_BACK");
    expect(await touchpointsOf(source)).toBe(0);
    expect((await command.run("--resume", id, ...paths)).stderr).toContain("but is ROLLED_BACK.");

    await command.run("--mapping", path, ...paths);
    const [again] = await sql(
      `SELECT accepted::integer, duplicates::integer, conflicts::integer, rejected::integer FROM integration_run AS run
       JOIN touchpoint_source ON touchpoint_source.id = run.source_id WHERE code = $1 AND status = 'SUCCEEDED'`,
      [source],
    );
    expect(reference.counts).toMatchObject(again!);
  });
});

it("leaves no reject file without rejected rows", async () => {
  const { path } = await mapping();
  const before = await readdir(join(folder, "rejects"));
  const ended = await command.run(
    path,
    await command.file("clean.csv", `${HEADER}\ne,2025-11-11T10:00:00+08:00,p,SEARCH\n`),
  );
  expect(ended.code).toBe(0);
  expect(await readdir(join(folder, "rejects"))).toEqual(before);
  for (const name of before) expect(await readFile(join(folder, "rejects", name), "utf8")).not.toContain("person-");
});
