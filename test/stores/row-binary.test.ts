import { PlaneStore } from "../../src/features/touchpoints/plane.store";
import type { TouchpointColumns } from "../../src/features/touchpoints/touchpoint";
import { touchpointColumns } from "../../src/features/touchpoints/write-touchpoint";
import { Mutations } from "../../src/platform/clickhouse/mutations";
import { NamedInserts } from "../../src/platform/clickhouse/named-inserts";
import { numberList } from "../../src/platform/clickhouse/number-list";
import { createTestApp, type TestApp } from "../support/test-app";

let test: TestApp;
let plane: PlaneStore;
let mutations: Mutations;
beforeAll(async () => {
  test = await createTestApp();
  mutations = new Mutations(test.plane);
  plane = new PlaneStore(test.app.clickhouse, mutations, new NamedInserts(test.plane, mutations));
});
afterAll(async () => {
  await mutations.close();
  await test.close();
});

const origin = {
  sourceId: 4_000_000_000,
  runId: "01234567-89ab-7cde-8f01-23456789abcd",
  chunk: 7,
  ingestedAt: new Date("2025-12-01T01:02:03.004Z"),
};
const least: TouchpointColumns = {
  brand_id: 0,
  action: "IMPRESSION",
  platform: "JD",
  occurred_at: Date.parse("2025-11-11T23:59:59.999Z"),
  event_id: "least",
  site: "OFF_SITE",
};
const fullest: TouchpointColumns = {
  ...Object.fromEntries(touchpointColumns.map((column) => [column, `${column} 你好 "\t\n`])),
  brand_id: 4_294_967_295,
  category_id: 3,
  action: "BENEFIT_REDEEM",
  platform: "XIAOHONGSHU",
  occurred_at: Date.parse("2000-01-01T00:00:00.001Z"),
  event_id: "fullest",
  site: "ON_SITE",
  landing_page: "页".repeat(2_000),
  exposure: "OPPORTUNITY_TO_SEE",
  rating: 5,
  duration_seconds: 86_400,
  value_minor: "9007199254740993",
  currency: "CNY",
  quantity: 1_000_000,
  tags: ["a", "长".repeat(100)],
};

const select = async (query: string): Promise<unknown[]> => {
  const answer = await test.app.clickhouse.query({ query, format: "JSONCompactEachRow" });
  return answer.json();
};

it("writes every column of a touchpoint as ClickHouse reads it from JSON", async () => {
  const identityKey = (2n ** 127n + 5n).toString();
  await plane.insertTouchpoints(
    [least, fullest].map((columns) => ({ columns, ordinal: 4_294_967_295, identityKey })),
    origin,
  );
  await test.app.clickhouse.command({ query: "CREATE TABLE by_json AS touchpoint ENGINE = Memory" });
  const { sourceId: source_id, runId: run_id, chunk, ingestedAt } = origin;
  const shared = { source_id, run_id, chunk, ingested_at: ingestedAt.getTime(), ordinal: 4_294_967_295 };
  await test.app.clickhouse.insert({
    table: "by_json",
    format: "JSONEachRow",
    values: [least, fullest].map((columns) => ({ ...columns, ...shared, identity_key: identityKey })),
  });
  const stored = await select("SELECT * FROM touchpoint ORDER BY event_id");
  expect(stored).toHaveLength(2);
  expect(stored).toEqual(await select("SELECT * FROM by_json ORDER BY event_id"));
});

it("refuses a column that it does not know, as it would be lost", async () => {
  const columns = { ...least, surprise: 1 };
  await expect(plane.insertTouchpoints([{ columns, ordinal: 1, identityKey: "1" }], origin)).rejects.toThrow(
    "Column surprise must be written, but is not",
  );
});

it("writes rows over many pieces, each once", async () => {
  const keys = Array.from({ length: 30_000 }, (_, i) => ({
    day: "2025-11-11",
    eventId: `${i} ${"x".repeat(i % 300)}`,
    eventHash: BigInt(i) * 2n ** 40n,
    payloadHash: 2n ** 64n - 1n - BigInt(i),
  }));
  await plane.insertKeys(keys, { sourceId: 9, chunk: 1 });
  const seen = await plane.findSeen(9, keys);
  expect(seen.size).toBe(keys.length);
  for (const { day, eventId, payloadHash } of keys) expect(seen.get(`${day} ${eventId}`)).toBe(payloadHash);
});

it.each([
  ["UInt32", [0, 1, 4_294_967_295]],
  ["UInt64", [0n, 1n, 2n ** 64n - 1n]],
  ["UInt128", ["0", "1", (2n ** 128n - 1n).toString()]],
] as const)("lists numbers of type %s as they are", async (type, numbers) => {
  const query = `SELECT toTypeName(number), toString(number) FROM (${numberList(type, numbers)} AS number) ORDER BY number`;
  expect(await select(query)).toEqual(numbers.map((number) => [type, String(number)]));
  expect(await select(`SELECT 1 WHERE 1 IN (${numberList(type, [])})`)).toEqual([]);
});
