import { join } from "node:path";
import type { ClickHouseClient } from "@clickhouse/client";
import { createClickHouse, createPlaneClient } from "../../src/platform/clickhouse/client";
import { migrateClickHouse } from "../../src/platform/clickhouse/migrations";
import { Mutations } from "../../src/platform/clickhouse/mutations";
import { type ClickHouseCluster, openClickHouseCluster } from "../support/clickhouse-cluster";

/** The API's tests run on a cluster with `npm run test:cluster`; this one shows that its rows do lie apart. */
describe("a cluster of two shards", () => {
  let cluster: ClickHouseCluster;
  let plane: ClickHouseClient;
  let mutations: Mutations;
  let nodes: readonly ClickHouseClient[];

  const count = async (client: ClickHouseClient, from: string): Promise<number> => {
    const answer = await client.query({
      query: `SELECT toUInt32(count()) AS rows FROM ${from}`,
      format: "JSONEachRow",
    });
    return (await answer.json<{ rows: number }>())[0]!.rows;
  };

  beforeAll(async () => {
    cluster = await openClickHouseCluster();
    nodes = cluster.address.urls.map((url) => createClickHouse(url));
    for (const node of nodes)
      await migrateClickHouse(node, join(__dirname, "../../migrations/clickhouse"), cluster.address.cluster);
    plane = createPlaneClient(cluster.address);
    mutations = new Mutations(cluster.address);
    const touchpoint = (event: number) => ({
      brand_id: 1,
      action: "VISIT",
      platform: "JD",
      occurred_at: "2025-11-11T00:00:00Z",
      ordinal: event % 10,
      source_id: 1,
      event_id: String(event),
      identity_key: "1",
      site: "ON_SITE",
      ingested_at: "2025-11-11T00:00:00Z",
      run_id: "00000000-0000-0000-0000-000000000000",
      chunk: 7,
    });
    const values = Array.from({ length: 100 }, (_, event) => touchpoint(event));
    await plane.insert({ table: "touchpoint", values, format: "JSONEachRow" });
    await plane.insert({ table: "touchpoint", values: values.slice(0, 50), format: "JSONEachRow" });
  });

  afterAll(async () => {
    await Promise.all([plane.close(), mutations.close(), ...nodes.map((node) => node.close())]);
    await cluster.close();
  });

  it("refuses rows of a chunk that was given up on every shard", async () => {
    const chunks = [70];
    await mutations.run({
      place: "test",
      table: "dead_chunk",
      statement: (table) => `INSERT INTO ${table} SELECT arrayJoin({chunks:Array(UInt32)})`,
      params: { chunks },
    });
    const link = (key: number, chunk: number) => ({ key_a: key, key_b: key, source_id: 1, linked_at: 0, chunk });
    const insert = (key: number, chunk: number) =>
      plane.insert({ table: "identity_link", values: [link(key, chunk)], format: "JSONEachRow" });
    // Each of these lies on one of the shards, and there are some of both.
    for (let key = 0; key < 8; key++) {
      await expect(insert(key, 70)).rejects.toThrow("is_of_living_chunk");
      await insert(key, 71);
    }
    const perShard = await Promise.all(nodes.map((node) => count(node, "identity_link_shard WHERE chunk = 71")));
    expect(perShard[0]! + perShard[1]!).toBe(8);
    expect(Math.min(...perShard)).toBeGreaterThan(0);
    expect(await count(plane, "identity_link WHERE chunk = 70")).toBe(0);
  });

  it("keeps each person's touchpoints on one shard, and answers over both", async () => {
    expect(await Promise.all(nodes.map((node) => count(node, "touchpoint_shard FINAL")))).toEqual([50, 50]);
    expect(
      await Promise.all(nodes.map((node) => count(node, "(SELECT DISTINCT ordinal FROM touchpoint_shard)"))),
    ).toEqual([5, 5]);
    expect(await count(plane, "touchpoint FINAL")).toBe(100);
  });

  it("tells every shard of a delete", async () => {
    await mutations.run({
      place: "test",
      table: "touchpoint",
      statement: (table) => `DELETE FROM ${table} WHERE chunk = {chunk:UInt32} AND ordinal < 4`,
      params: { chunk: 7 },
    });
    expect(await count(plane, "touchpoint FINAL")).toBe(60);
  });
});
