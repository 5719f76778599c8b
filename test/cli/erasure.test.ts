import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { createClickHouse } from "../../src/platform/clickhouse/client";
import { eventually } from "../embedded/support/eventually";
import {
  createEmptyStores,
  createOperatorKey,
  type EmptyStores,
  runValuegraph,
  type Serving,
  startServe,
  ValuegraphProcess,
} from "./support/valuegraph-process";

/** Tables that hold an eraser up when they are locked, in the order of the erasers, with the statement that waits. */
const HOLD_UPS = [
  ["idempotency_key", "idempotency.erase"], // begun: blocked, nothing taken away
  ["rejected_row", "rejectedRows.erase"], // bitmaps, attributes and consent are gone
  ["unsettled_person", "graphEraser.eraseRequests"], // touchpoints and identities are gone
] as const;

let stores: EmptyStores;
let env: Readonly<Record<string, string>>;
let folder: string;
let owner: Client;
let serving: Serving;

beforeAll(async () => {
  stores = await createEmptyStores();
  folder = await mkdtemp(join(tmpdir(), "valuegraph-erasure-"));
  env = { ...stores.env, DATA_DIR: folder };
  const secret = await createOperatorKey(env);
  owner = new Client({ connectionString: stores.ownerUrl });
  await owner.connect();
  serving = await startServe(env, secret);
});
afterAll(async () => {
  await serving.process.stop();
  await owner.end();
  await stores.close();
  await rm(folder, { recursive: true });
});

const send = async (document: string, variables: object) => {
  const answer = await serving.query(document, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data as Record<string, Record<string, never>>;
};
const person = (name: string) => ({ namespace: "JD_PIN", value: Buffer.from(name).toString("hex").padStart(64, "0") });

const rowsOf = async (table: string): Promise<number> => {
  const plane = createClickHouse(stores.clickhouseUrl);
  const answer = await plane.query({ query: `SELECT toInt32(count()) AS rows FROM ${table}`, format: "JSONEachRow" });
  const [row] = await answer.json<{ rows: number }>();
  await plane.close();
  return row!.rows;
};

async function eraseOne(): Promise<string> {
  const { eraseIdentity } = await send(
    "mutation($input: EraseIdentityInput!) { eraseIdentity(input: $input) { identityErasure { id } userErrors { message } } }",
    { input: { identity: person("gone"), requestReference: "ticket" } },
  );
  return (eraseIdentity as unknown as { identityErasure: { id: string } }).identityErasure.id;
}

const stateOf = async (id: string) =>
  (
    await send(
      "query($id: ID!) { node(id: $id) { ... on IdentityErasure { status outcome completedAt compactedAt } } }",
      {
        id,
      },
    )
  )["node"] as unknown as Record<string, string | null>;

/** Starts a worker and kills it with -9 while its erasure waits for the table; the next worker need not wait for the lease. */
async function killAt(table: string, statement: string): Promise<void> {
  const blocker = new Client({ connectionString: stores.ownerUrl });
  await blocker.connect();
  await blocker.query("BEGIN");
  await blocker.query(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
  const worker = new ValuegraphProcess(["worker"], env);
  await eventually(`a worker that waits in ${statement}`, 60_000, async () => {
    const { rows } = await owner.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1",
      [`/* ${statement} */%`],
    );
    return rows.length > 0;
  });
  worker.child.kill("SIGKILL");
  await worker.ended();
  await blocker.end();
  await owner.query("BEGIN");
  await owner.query("SET LOCAL ROLE valuegraph_system");
  await owner.query("UPDATE job_run SET lease_until = now() - interval '1 second' WHERE status = 'RUNNING'");
  await owner.query("COMMIT");
}

it("a worker killed with -9 at each step leaves an erasure that the next one completes, and nothing comes in meanwhile", async () => {
  const { createTouchpointSource } = await send(
    `mutation { createTouchpointSource(input: { code: "shop", name: "shop", visibility: CLOUD }) { touchpointSource { id } } }`,
    {},
  );
  const source = (createTouchpointSource as unknown as { touchpointSource: { id: string } }).touchpointSource.id;
  const touchpoint = (eventId: string, ...names: string[]) => ({
    ...{ eventId, occurredAt: "2025-11-20T12:00:00Z", action: "VISIT", platform: "JD", site: "ON_SITE" },
    identities: names.map(person),
  });
  const ingest = async (touchpoints: readonly object[]) =>
    (
      await send(
        "mutation($source: ID!, $touchpoints: [TouchpointInput!]!) { ingestTouchpoints(sourceId: $source, touchpoints: $touchpoints) { rows { outcome reason } } }",
        { source, touchpoints },
      )
    )["ingestTouchpoints"] as unknown as { rows: readonly object[] };
  await ingest([touchpoint("e1", "gone", "gone-too"), touchpoint("e2", "gone-too"), touchpoint("e3", "stays")]);
  const id = await eraseOne();
  for (const [table, statement] of HOLD_UPS) {
    await killAt(table, statement);
    expect(await stateOf(id)).toMatchObject({ outcome: null, completedAt: null });
    expect((await ingest([touchpoint(`again ${table}`, "gone-too")])).rows).toEqual([
      { outcome: "REJECTED", reason: "IDENTITY_ERASED" },
    ]);
  }
  const worker = new ValuegraphProcess(["worker"], env);
  await eventually("the erasure's end", 60_000, async () => (await stateOf(id))["status"] === "SUCCEEDED");
  await worker.stop();
  expect(await stateOf(id)).toMatchObject({ outcome: "ERASED", compactedAt: null });
  expect([await rowsOf("touchpoint"), await rowsOf("touchpoint_key"), await rowsOf("identity")]).toEqual([1, 1, 1]);
  expect(await rowsOf("identity_link")).toBe(0);
});

it("`ingest` refuses the person line by line and keeps nothing of the line but where it stood", async () => {
  const mapping = join(folder, "mapping.json");
  const file = join(folder, "rows.csv");
  await writeFile(
    mapping,
    JSON.stringify({
      source: { code: "files", name: "files", visibility: "CLOUD" },
      format: "CSV",
      fields: { action: { column: "action" }, platform: { constant: "JD" }, site: { constant: "ON_SITE" } },
      time: { column: "at", format: "ISO" },
      identities: [{ namespace: "JD_PIN", column: "who" }],
      eventId: { column: "id" },
    }),
  );
  const line = (event: string, name: string, action = "VISIT"): string =>
    `${event},2025-11-11T10:00:00+08:00,${person(name).value},${action}\n`;
  await writeFile(
    file,
    `id,at,who,action\n${line("f1", "new")}${line("f2", "gone")}${line("f3", "new", "LOOKED")}${line("f4", "gone")}`,
  );
  const { stdout } = await runValuegraph(["ingest", "--mapping", mapping, file], env);
  expect(stdout).toContain("2 x IDENTITY_ERASED");
  const [rejects] = await readdir(join(folder, "rejects"));
  const lines = (await readFile(join(folder, "rejects", rejects!), "utf8")).trimEnd().split("\n");
  const told = lines.map((text) => JSON.parse(text)).map((one) => [one.line, one.reason, one.row === null]);
  expect(told).toEqual([
    [3, "IDENTITY_ERASED", true],
    [4, "UNKNOWN_ACTION", false],
    [5, "IDENTITY_ERASED", true],
  ]);
});

it("`compact` takes erased people off the disks, says how far it is, and can be run again", async () => {
  const first = await runValuegraph(["compact"], env);
  expect([first.code, first.stdout]).toEqual([
    0,
    "1 erasures are off the disks, 0 reject files of before are removed.\n",
  ]);
  expect(first.stderr).toMatch(/^1 of (\d+) tables: touchpoint\n[\s\S]*^\1 of \1 tables: identity_erasure$/m);
  const plane = createClickHouse(stores.clickhouseUrl);
  const hidden = await plane.query({
    query: "SELECT count() AS rows FROM touchpoint",
    format: "JSONEachRow",
    clickhouse_settings: { apply_deleted_mask: 0 },
  });
  expect(await hidden.json()).toEqual([{ rows: 2 }]);
  const settings = await plane.query({ query: "SHOW CREATE TABLE touchpoint", format: "TabSeparated" });
  expect(await settings.text()).not.toContain("old_parts_lifetime");
  await plane.close();
  const again = await runValuegraph(["compact"], env);
  expect(again.stdout).toBe("0 erasures are off the disks, 0 reject files of before are removed.\n");
});
