import { createPlaneClient } from "../../src/platform/clickhouse/client";
import { inDatabase } from "../../src/platform/clickhouse/cluster";
import { Mutations } from "../../src/platform/clickhouse/mutations";
import { NamedInserts } from "../../src/platform/clickhouse/named-inserts";
import { eventually } from "../embedded/support/eventually";
import { testEngines } from "../support/test-engines";

const DATABASE = `vg_inserts_${Math.floor(Math.random() * 1e9)}`;
const root = createPlaneClient(testEngines().plane);
const address = inDatabase(testEngines().plane, DATABASE);
const plane = createPlaneClient(address);
const mutations = new Mutations(address);
const inserts = new NamedInserts(address, mutations);

beforeAll(async () => {
  await root.command({ query: `CREATE DATABASE ${DATABASE}` });
  await plane.command({ query: "CREATE TABLE line (number UInt32, slept UInt8) ENGINE = MergeTree ORDER BY number" });
});
afterAll(async () => {
  await root.command({ query: `DROP DATABASE ${DATABASE}` });
  await Promise.all([root.close(), plane.close(), mutations.close()]);
});

/** Puts a row into the table every tenth of a second, a part each. */
const insertSlowly = (group: string, rows: number): Promise<unknown> =>
  plane.command({
    query: `INSERT INTO line SELECT number, sleepEachRow(0.1) FROM numbers(${rows})`,
    query_id: inserts.name(group),
    clickhouse_settings: { max_block_size: "1", min_insert_block_size_rows: "1" },
  });

const count = async (from: string): Promise<number> => {
  const answer = await plane.query({ query: `SELECT toUInt32(count()) FROM ${from}`, format: "JSONCompactEachRow" });
  return (await answer.json<[number]>())[0]![0];
};

it("ends the running inserts of its groups and of no other, and nothing more comes of them", async () => {
  const dead = insertSlowly("chunk-1", 600).catch((error: Error) => error.message);
  const other = insertSlowly("chunk-12", 20);
  const running = () => count("system.processes WHERE query_kind = 'Insert' AND current_database = currentDatabase()");
  await eventually("both are running", 10_000, async () => (await running()) === 2);
  await inserts.end(["chunk-1", "chunk-3"]);
  expect(await running()).toBe(1);
  expect(await dead).toContain("cancelled");
  await other;
  const rows = await count("line");
  await inserts.end(["chunk-12"]);
  expect(await count("line")).toBe(rows);
  expect(rows).toBeLessThan(600);
});
