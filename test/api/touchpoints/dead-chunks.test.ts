import { eventually } from "../../embedded/support/eventually";
import { addSource, numberOf } from "../../support/catalogue";
import { cutLockConnections } from "../../support/lock-connections";
import { insertInto, StatementProxy } from "../../support/statement-proxy";
import { createTestApp, type TestApp, type TestInstance, type TestOrganisation } from "../../support/test-app";

const INGEST = `mutation($source: ID!, $touchpoints: [TouchpointInput!]!) {
  ingestTouchpoints(sourceId: $source, touchpoints: $touchpoints) { accepted duplicates conflicts rejected }
}`;
/** A worker looks every 10 s for chunks that nobody is committing. */
const SWEPT_MS = 30_000;

let test: TestApp;
let organisation: TestOrganisation;
let source: string;
let clickhouse: StatementProxy;
let postgres: StatementProxy;
/** The process that loses its locks. */
let losing: TestInstance;

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-12-01T00:00:00Z") });
  organisation = await test.addOrganisation("shop");
  clickhouse = await StatementProxy.open(test.plane.urls[0]!);
  postgres = await StatementProxy.open(test.databaseUrl);
  const urls = [clickhouse.url, ...test.plane.urls.slice(1)];
  losing = await test.openInstance({ databaseUrl: postgres.url, plane: { ...test.plane, urls } });
});
afterAll(async () => {
  await losing.close();
  await clickhouse.close();
  await postgres.close();
  await test.close();
});
afterEach(() => {
  for (const proxy of [clickhouse, postgres]) proxy.letGo();
});
beforeEach(async () => {
  source = await addSource(test, organisation.keys.OPERATOR, `source-${Math.floor(Math.random() * 1e9)}`);
});

const pin = (person: string) => ({ namespace: "JD_PIN", value: Buffer.from(person).toString("hex").padStart(64, "0") });

const rows = (from: number, to: number, change: object = {}): readonly object[] =>
  Array.from({ length: to - from }, (_, i) => ({
    eventId: `e${from + i}`,
    occurredAt: "2025-11-11T00:00:00+08:00",
    action: "SEARCH",
    platform: "JD",
    site: "ON_SITE",
    keyword: "first",
    identities: [pin(`${source.slice(-4)}-${from + i}`), pin(`${source.slice(-4)}-${from + i}-b`)],
    ...change,
  }));

const ingest = (instance: Pick<TestInstance, "query">, touchpoints: readonly object[]) =>
  instance.query(organisation.keys.INTEGRATION, INGEST, { source, touchpoints });

const select = async <Row>(query: string): Promise<readonly Row[]> => {
  const params = { source: numberOf(source) };
  return (await test.app.clickhouse.query({ query, query_params: params, format: "JSONCompactEachRow" })).json<Row>();
};

/** Events with their keyword; every row of a table but what was deleted, whether or not merges would collapse it. */
const touchpoints = () =>
  select<[string, string]>(
    "SELECT event_id, keyword FROM touchpoint WHERE source_id = {source:UInt32} ORDER BY toUInt32(substring(event_id, 2)), keyword",
  );
const chunksOf = async (table: string): Promise<readonly number[]> =>
  (
    await select<[number]>(`SELECT DISTINCT chunk FROM ${table} WHERE source_id = {source:UInt32} ORDER BY chunk`)
  ).flat();

const chunks = (): Promise<readonly { readonly number: number; readonly state: string }[]> =>
  test.app.database.withSystem((manager) =>
    manager.query(
      `SELECT number, intake_chunk.state FROM intake_chunk JOIN integration_run ON integration_run.id = run_id
       WHERE source_id = $1 ORDER BY number`,
      [numberOf(source)],
    ),
  );

const LOST = {
  message: "Rows must be taken under locks, but the connection that held them was lost; send them again.",
  extensions: { code: "UNAVAILABLE" },
};

describe("a process that lost its locks and lives on", () => {
  const STATEMENTS = [
    ["links", insertInto("identity_link")],
    ["touchpoints", insertInto("touchpoint")],
    ["keys", insertInto("touchpoint_key")],
  ] as const;

  it.each(STATEMENTS)("cannot bring its %s in after another one took its days", async (_, needle) => {
    const held = clickhouse.hold(needle);
    const late = ingest(losing, rows(0, 3, { keyword: "late" }));
    await held.seen;
    await cutLockConnections(test);
    // Other content under the same ids: of what was never acknowledged, neither a duplicate nor a conflict may come.
    const taken = await ingest(test, rows(0, 5));
    expect(taken.data.ingestTouchpoints).toEqual({ accepted: 5, duplicates: 0, conflicts: 0, rejected: 0 });
    held.release();
    expect((await late).errors).toMatchObject([LOST]);

    const [dead, alive] = await chunks();
    expect([dead!.state, alive!.state]).toEqual(["ABANDONED", "COMMITTED"]);
    expect(await touchpoints()).toEqual([0, 1, 2, 3, 4].map((event) => [`e${event}`, "first"]));
    for (const table of ["touchpoint", "touchpoint_key", "identity_link"])
      expect([table, await chunksOf(table)]).toEqual([table, [alive!.number]]);
    expect((await ingest(losing, rows(0, 5))).data.ingestTouchpoints).toMatchObject({ duplicates: 5 });
    expect((await ingest(test, rows(0, 5, { keyword: "late" }))).data.ingestTouchpoints).toMatchObject({
      conflicts: 5,
    });
  });

  it("cannot commit, though nobody took its days: settle may have moved its people", async () => {
    const held = postgres.hold(/integrationRuns\.commitChunk/);
    const late = ingest(losing, rows(0, 3));
    await held.seen;
    await cutLockConnections(test);
    held.release();
    expect((await late).errors).toMatchObject([LOST]);
    await eventually("the chunk is wiped", SWEPT_MS, async () => (await chunks())[0]!.state === "ABANDONED");
    expect(await touchpoints()).toEqual([]);
    expect((await ingest(losing, rows(0, 3))).data.ingestTouchpoints).toMatchObject({ accepted: 3 });
  });
});

it("a chunk that nobody takes up is wiped by a worker, also one whose wiper died half-way", async () => {
  const held = clickhouse.hold(insertInto("touchpoint_key"));
  const late = ingest(losing, rows(0, 3));
  await held.seen;
  expect(await touchpoints()).toHaveLength(3);
  await test.app.database.withSystem((manager) =>
    manager.query("UPDATE intake_chunk SET state = 'FENCED' WHERE state = 'RECEIVED'"),
  );
  await cutLockConnections(test);
  await eventually("the chunk is wiped", SWEPT_MS, async () => (await chunks())[0]!.state === "ABANDONED");
  expect(await touchpoints()).toEqual([]);
  held.release();
  expect((await late).errors).toMatchObject([LOST]);
  expect([await chunksOf("touchpoint"), await chunksOf("touchpoint_key")]).toEqual([[], []]);
});

it("a chunk under way is left alone by the worker", async () => {
  const held = clickhouse.hold(insertInto("touchpoint_key"));
  const running = ingest(losing, rows(0, 3));
  await held.seen;
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  held.release();
  expect(await running).toMatchObject({ data: { ingestTouchpoints: { accepted: 3 } } });
});
