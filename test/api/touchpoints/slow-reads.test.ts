import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inTime } from "../../../src/platform/clickhouse/client";
import { addCatalogue, addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";

const INGEST = readFileSync(join(__dirname, "../../../examples/queries/intake.graphql"), "utf8");
const COUNTS = readFileSync(join(__dirname, "touchpoint-counts.graphql"), "utf8");
const FILTER = { from: "2025-11-11T00:00:00Z", to: "2025-11-12T00:00:00Z" };
/** As many connections as the client of queries has. */
const CONNECTIONS = 10;

let test: TestApp;
let shop: TestOrganisation;
let brands: Readonly<Record<string, string>>;
let source: string;

beforeAll(async () => {
  test = await createTestApp();
  shop = await test.addOrganisation("shop");
  ({ brands } = await addCatalogue(test, shop.keys.OPERATOR, { watch: ["haoyu"] }, [
    { organisationId: shop.id, brands: ["haoyu"] },
  ]));
  source = await addSource(test, shop.keys.OPERATOR, "monitor");
});
afterAll(() => test.close());

const sleep = (seconds: number, signal?: AbortSignal, limit = seconds + 10) =>
  test.app.queries
    .query({
      query: `SELECT sum(sleepEachRow(1)) FROM numbers(${seconds})`,
      clickhouse_settings: { max_block_size: "1", max_execution_time: limit },
      ...(signal && { abort_signal: signal }),
    })
    .then((answer) => answer.text());

const sleepers = async (): Promise<number> => {
  const answer = await test.app.clickhouse.query({
    query: "SELECT count() AS n FROM system.processes WHERE query LIKE 'SELECT sum(sleepEachRow%'",
    format: "JSONEachRow",
  });
  return Number((await answer.json<{ n: string }>())[0]!.n);
};

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 200 && !(await isSo()); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await isSo()).toBe(true);
};

it("do not stop the intake, and end when nobody waits for them", async () => {
  const impatience = new AbortController();
  const slow = Array.from({ length: CONNECTIONS }, () =>
    sleep(100, impatience.signal).then(
      () => "answered",
      () => "cancelled",
    ),
  );
  await until(async () => (await sleepers()) === CONNECTIONS);
  let isRead = false;
  const asked = { brand: brands["haoyu"], filter: FILTER, grain: "WINDOW", by: [] };
  const read = test.query(shop.keys.BI, COUNTS, asked).then((answer) => {
    isRead = true;
    return answer;
  });
  const row = {
    eventId: "e1",
    occurredAt: "2025-11-11T00:00:00Z",
    action: "CLICK",
    platform: "JD",
    site: "ON_SITE",
    brandCode: "haoyu",
    identities: [{ namespace: "JD_PIN", value: "1".padStart(64, "0") }],
  };
  const { data } = await test.query(shop.keys.INTEGRATION, INGEST, { source, touchpoints: [row], key: "k" });
  expect(data.ingestTouchpoints).toMatchObject({ accepted: 1, userErrors: [] });
  expect(isRead).toBe(false);
  impatience.abort();
  expect(new Set(await Promise.all(slow))).toEqual(new Set(["cancelled"]));
  expect((await read).data.brand.touchpointCounts.rows).toMatchObject([{ touchpoints: "1" }]);
  await until(async () => (await sleepers()) === 0);
});

it("are told to ask for less", async () => {
  await expect(inTime(sleep(20, undefined, 1))).rejects.toMatchObject({
    code: "DEADLINE_EXCEEDED",
    message: "The answer must take at most 30 s, but takes longer; ask for less, or for a shorter window.",
  });
});

it("cannot write", async () => {
  await expect(test.app.queries.command({ query: "TRUNCATE TABLE touchpoint" })).rejects.toThrow(/readonly/);
});
