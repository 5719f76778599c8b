import { addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestInstance, type TestOrganisation } from "../../support/test-app";
import { FileImports } from "./run-setup";
import { openStream } from "./support/open-stream";

const INGEST = `mutation($source: ID!, $touchpoints: [TouchpointInput!]!) {
  ingestTouchpoints(sourceId: $source, touchpoints: $touchpoints) {
    accepted duplicates conflicts rejected rows { eventId outcome }
  }
}`;
const RUNS = `query($source: ID!) {
  viewer { integrationRuns(first: 10, filter: { sourceId: $source }) { nodes { received accepted duplicates conflicts rejected } } }
}`;

let test: TestApp;
let other: TestInstance;
let files: FileImports;
let shop: TestOrganisation;
let code: string;
let source: string;

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-12-01T00:00:00Z") });
  other = await test.openInstance();
  files = await FileImports.open(test);
  shop = await test.addOrganisation("shop");
});
afterAll(async () => {
  await other.close();
  await files.close();
  await test.close();
});
beforeEach(async () => {
  code = `source-${Math.floor(Math.random() * 1e9)}`;
  source = await addSource(test, shop.keys.OPERATOR, code);
});

/** Events lie on three days, so that chunks share some of their locks and not others. */
const row = (event: number, keyword?: string) => ({
  eventId: `e${event}`,
  occurredAt: `2025-11-${10 + (event % 3)}T02:00:00Z`,
  action: "SEARCH",
  platform: "JD",
  site: "ON_SITE",
  ...(keyword !== undefined && { keyword }),
  identities: [{ namespace: "CUSTOMER_ID", value: `person-${event % 40}` }],
});
const rows = (from: number, to: number, keyword?: string) =>
  Array.from({ length: to - from }, (_, i) => row(from + i, keyword));

interface Counts {
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly rejected: number;
}
interface Ingested extends Counts {
  readonly rows: readonly { readonly eventId: string; readonly outcome: string }[];
}

/** Calls that arrive at both processes in turn, all at once. */
async function ingestAtOnce(calls: readonly (readonly object[])[]): Promise<readonly Ingested[]> {
  const answers = await Promise.all(
    calls.map((touchpoints, index) =>
      (index % 2 === 0 ? test : other).query(shop.keys.INTEGRATION, INGEST, { source, touchpoints }),
    ),
  );
  expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
  return answers.map(({ data }) => data.ingestTouchpoints);
}

const sumOf = (counts: readonly Counts[]): Counts => ({
  accepted: counts.reduce((sum, { accepted }) => sum + accepted, 0),
  duplicates: counts.reduce((sum, { duplicates }) => sum + duplicates, 0),
  conflicts: counts.reduce((sum, { conflicts }) => sum + conflicts, 0),
  rejected: counts.reduce((sum, { rejected }) => sum + rejected, 0),
});

/** Of all runs of the source. */
async function figuresOfRuns(): Promise<Counts & { readonly received: number }> {
  const { data } = await test.query(shop.keys.INTEGRATION, RUNS, { source });
  const runs = (data.viewer.integrationRuns.nodes as readonly Record<string, string>[]).map((run) =>
    Object.fromEntries(Object.entries(run).map(([name, count]) => [name, Number(count)])),
  ) as unknown as readonly (Counts & { readonly received: number })[];
  return { received: runs.reduce((sum, { received }) => sum + received, 0), ...sumOf(runs) };
}

const select = async <Row>(query: string): Promise<readonly Row[]> => {
  const params = { source: numberOf(source) };
  return (await test.app.clickhouse.query({ query, query_params: params, format: "JSONCompactEachRow" })).json<Row>();
};

/** Every row of either table, whether or not merges would collapse it. */
async function assertStoredOnce(events: readonly string[]): Promise<void> {
  const sorted = [...events].sort();
  for (const table of ["touchpoint", "touchpoint_key"]) {
    const stored = await select<[string]>(`SELECT event_id FROM ${table} WHERE source_id = {source:UInt32}`);
    expect([table, stored.flat().sort()]).toEqual([table, sorted]);
  }
  const split = await select(
    "SELECT identity_key FROM touchpoint WHERE source_id = {source:UInt32} GROUP BY identity_key HAVING uniqExact(ordinal) > 1",
  );
  expect(split).toEqual([]);
}

const eventsOf = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, i) => `e${from + i}`);

it("takes the same rows once, however many calls bring them to two processes at once", async () => {
  const answers = await ingestAtOnce(Array.from({ length: 8 }, () => rows(0, 60)));
  const expected = { accepted: 60, duplicates: 7 * 60, conflicts: 0, rejected: 0 };
  expect(sumOf(answers)).toEqual(expected);
  expect(await figuresOfRuns()).toEqual({ received: 8 * 60, ...expected });
  await assertStoredOnce(eventsOf(0, 60));
});

it("takes parts that overlap once each", async () => {
  const calls = Array.from({ length: 12 }, (_, i) => rows(i * 20, i * 20 + 70));
  const expected = { accepted: 290, duplicates: 12 * 70 - 290, conflicts: 0, rejected: 0 };
  expect(sumOf(await ingestAtOnce(calls))).toEqual(expected);
  expect(await figuresOfRuns()).toEqual({ received: 12 * 70, ...expected });
  await assertStoredOnce(eventsOf(0, 290));
});

it("lets one content of an event win: its replays are duplicates, every other one is a conflict", async () => {
  const keywords = ["one", "two", "three"];
  const calls = [...keywords, ...keywords].map((keyword) => rows(0, 30, keyword));
  const answers = await ingestAtOnce(calls);
  expect(sumOf(answers)).toEqual({ accepted: 30, duplicates: 30, conflicts: 4 * 30, rejected: 0 });
  expect(await figuresOfRuns()).toMatchObject({ conflicts: 120 });

  const stored = new Map(
    await select<[string, string]>("SELECT event_id, keyword FROM touchpoint WHERE source_id = {source:UInt32}"),
  );
  for (const [index, { rows: outcomes }] of answers.entries()) {
    const keyword = keywords[index % keywords.length];
    for (const { eventId, outcome } of outcomes) {
      expect([eventId, outcome === "CONFLICT"]).toEqual([eventId, stored.get(eventId) !== keyword]);
    }
  }
  for (const event of eventsOf(0, 30)) {
    const outcomes = answers.map((answer) => answer.rows.find(({ eventId }) => eventId === event)!.outcome);
    expect(outcomes.filter((outcome) => outcome === "ACCEPTED")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "DUPLICATE")).toHaveLength(1);
  }
  await assertStoredOnce(eventsOf(0, 30));
});

it("takes what comes by mutation, stream and file at once as one", async () => {
  const streamed = async (from: number, to: number): Promise<Counts> => {
    const stream = openStream({ url: other.url, secret: shop.keys.INTEGRATION, query: `source=${code}` });
    stream.request.end(
      rows(from, to)
        .map((one) => `${JSON.stringify(one)}\n`)
        .join(""),
    );
    const last = (await stream.rest()).at(-1)!;
    expect(last).toMatchObject({ done: true });
    return last as unknown as Counts;
  };
  const imported = async (from: number, to: number): Promise<Counts> => {
    const lines = rows(from, to).map(({ eventId, occurredAt, identities: [identity] }) => ({
      id: eventId,
      at: occurredAt,
      who: identity!.value,
    }));
    const run = await files.import(shop, code, [await files.file(`${code}.csv`, lines)]);
    const { accepted, duplicates, conflicts, rejected } = run;
    return sumOf([
      {
        accepted: Number(accepted),
        duplicates: Number(duplicates),
        conflicts: Number(conflicts),
        rejected: Number(rejected),
      },
    ]);
  };
  const counts = await Promise.all([
    ingestAtOnce([rows(0, 100), rows(50, 150)]).then(sumOf),
    streamed(0, 150),
    imported(0, 200),
    streamed(100, 200),
    ingestAtOnce([rows(100, 200), rows(20, 120)]).then(sumOf),
  ]);
  const expected = { accepted: 200, duplicates: 650, conflicts: 0, rejected: 0 };
  expect(sumOf(counts)).toEqual(expected);
  expect(await figuresOfRuns()).toEqual({ received: 850, ...expected });
  await assertStoredOnce(eventsOf(0, 200));
});
