import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SHARDING_KEYS } from "../../../src/platform/clickhouse/cluster";
import { onCluster } from "../../../src/platform/clickhouse/migrations";

const MIGRATIONS = join(__dirname, "../../../migrations/clickhouse");

describe("the touchpoint plane on a cluster", () => {
  it("has a sharding key for every table, and for no other", () => {
    const tables = readdirSync(MIGRATIONS).flatMap((file) =>
      [...readFileSync(join(MIGRATIONS, file), "utf8").matchAll(/^CREATE TABLE (\w+)/gm)].map(([, table]) => table!),
    );
    expect(Object.keys(SHARDING_KEYS).sort()).toEqual(tables.sort());
  });

  it("places rows by a column of their order key, so that rows that replace one another meet on one shard", () => {
    const orders = readdirSync(MIGRATIONS).flatMap((file) =>
      [...readFileSync(join(MIGRATIONS, file), "utf8").matchAll(/^CREATE TABLE (\w+)[^;]*?\nORDER BY ([^\n;]+)/gm)].map(
        ([, table, order]) => [table!, order!.match(/\w+/g)!] as const,
      ),
    );
    const unordered = ["dead_chunk"]; // a Set, whole on every shard
    expect([...orders.map(([table]) => table), ...unordered].sort()).toEqual(Object.keys(SHARDING_KEYS).sort());
    for (const [table, order] of orders)
      expect(order).toContain(SHARDING_KEYS[table]!.replace(/^cityHash64\((\w+)\)$/, "$1"));
  });

  it("makes of a table the shard's rows and a Distributed table over them", () => {
    expect(onCluster("CREATE TABLE IF NOT EXISTS audience_member\n(build_id UUID) ENGINE = MergeTree", "two")).toEqual([
      "CREATE TABLE IF NOT EXISTS audience_member_shard (build_id UUID) ENGINE = MergeTree",
      "CREATE TABLE IF NOT EXISTS audience_member AS audience_member_shard ENGINE = Distributed('two', currentDatabase(), audience_member_shard, cityHash64(build_id))",
    ]);
  });

  it("adds columns to both and orders the shard's rows alone", () => {
    expect(
      onCluster("ALTER TABLE identity_link ADD COLUMN chunk UInt32, MODIFY ORDER BY (key_a, chunk)", "two"),
    ).toEqual([
      "ALTER TABLE identity_link_shard ADD COLUMN chunk UInt32, MODIFY ORDER BY (key_a, chunk)",
      "ALTER TABLE identity_link ADD COLUMN chunk UInt32",
    ]);
    expect(onCluster("ALTER TABLE touchpoint MODIFY COLUMN campaign LowCardinality(String)", "two")).toEqual([
      "ALTER TABLE touchpoint_shard MODIFY COLUMN campaign LowCardinality(String)",
      "ALTER TABLE touchpoint MODIFY COLUMN campaign LowCardinality(String)",
    ]);
    expect(onCluster("ALTER TABLE touchpoint MODIFY COLUMN occurred_at CODEC(LZ4)", "two")).toEqual([
      "ALTER TABLE touchpoint_shard MODIFY COLUMN occurred_at CODEC(LZ4)",
    ]);
    expect(onCluster("ALTER TABLE touchpoint MODIFY SETTING old_parts_lifetime = 1", "two")).toEqual([
      "ALTER TABLE touchpoint_shard MODIFY SETTING old_parts_lifetime = 1",
    ]);
  });

  it("refuses a statement that it cannot bring to every node", () => {
    expect(() => onCluster("DROP TABLE touchpoint", "two")).toThrow(
      "A ClickHouse migration must create or alter a table of SHARDING_KEYS, but got: DROP TABLE touchpoint",
    );
  });
});
