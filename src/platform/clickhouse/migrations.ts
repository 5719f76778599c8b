import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClickHouseClient } from "@clickhouse/client";
import { SHARDING_KEYS, shardTable } from "./cluster";

interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

/** Creates the database named in the address (default: valuegraph) when it is missing. */
export async function createClickHouseDatabase(admin: ClickHouseClient, database: string): Promise<void> {
  await admin.command({ query: "CREATE DATABASE IF NOT EXISTS {database:Identifier}", query_params: { database } });
}

/**
 * Applies the numbered `.sql` files of `folder` that are not applied yet, in order; the caller holds the migration lock.
 * With a cluster, every node is migrated so: a table becomes the shard's part of it and a Distributed table over all shards.
 * Every statement can be run again after a crash (`IF NOT EXISTS` is added), and a file once applied may never change.
 */
export async function migrateClickHouse(
  client: ClickHouseClient,
  folder: string,
  cluster: string | null,
): Promise<readonly string[]> {
  await client.command({
    query: `CREATE TABLE IF NOT EXISTS schema_migration (name String, checksum String, applied_at DateTime DEFAULT now())
            ENGINE = ReplacingMergeTree ORDER BY name`,
  });
  const answer = await client.query({
    query: "SELECT name, checksum FROM schema_migration FINAL",
    format: "JSONEachRow",
  });
  const applied = new Map((await answer.json<AppliedMigration>()).map((row) => [row.name, row.checksum]));
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const done: string[] = [];
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8");
    const checksum = createHash("sha256").update(text).digest("hex");
    const before = applied.get(name);
    if (before === checksum) continue;
    if (before !== undefined) {
      throw new Error(
        `ClickHouse migration ${name} must stay as it was applied, but its checksum changed; restore it and write a new one`,
      );
    }
    for (const statement of statementsOf(text))
      for (const query of cluster === null ? [statement] : onCluster(statement, cluster))
        await client.command({ query });
    await client.insert({ table: "schema_migration", values: [{ name, checksum }], format: "JSONEachRow" });
    done.push(name);
  }
  return done;
}

function statementsOf(text: string): readonly string[] {
  return text
    .replace(/^--.*$/gm, "")
    .split(/;\s*$/m)
    .map((statement) => statement.trim().replace(/^CREATE TABLE (?!IF NOT EXISTS)/, "CREATE TABLE IF NOT EXISTS "))
    .filter((statement) => statement.length > 0);
}

/** The statements that do on one node of a cluster what `statement` does on one server. */
export function onCluster(statement: string, cluster: string): readonly string[] {
  const [, verb, table, rest] = /^(CREATE TABLE IF NOT EXISTS|ALTER TABLE) (\w+)\s([\s\S]*)$/.exec(statement) ?? [];
  const key = table && SHARDING_KEYS[table];
  if (!verb || !key)
    throw new Error(`A ClickHouse migration must create or alter a table of SHARDING_KEYS, but got: ${statement}`);
  const shard = shardTable(table, cluster);
  if (verb === "ALTER TABLE") {
    const columns = rest!.replace(/,\s*MODIFY ORDER BY [\s\S]*$/, "");
    const isOfColumns = /^(ADD COLUMN|MODIFY COLUMN \w+ (?!CODEC))/.test(columns);
    const ofShard = rest!.replace(/(?<=CHECK \w+ NOT IN )\w+/, (other) => shardTable(other, cluster));
    return [`${verb} ${shard} ${ofShard}`, ...(isOfColumns ? [`${verb} ${table} ${columns}`] : [])];
  }
  return [
    `${verb} ${shard} ${rest}`,
    `${verb} ${table} AS ${shard} ENGINE = Distributed('${cluster}', currentDatabase(), ${shard}, ${key})`,
  ];
}
