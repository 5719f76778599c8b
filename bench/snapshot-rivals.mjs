import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AS_OF } from "./snapshot-data.mjs";

const statements = (name) =>
  readFileSync(new URL(name, import.meta.url), "utf8")
    .replace(/^--.*$/gm, "")
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");

/** DuckDB is a rival only, so it is installed only by those who run this bench. */
export async function openDuckdb(path) {
  const { DuckDBInstance } = await import("@duckdb/node-api").catch(() => {
    throw new Error("bench:snapshot needs DuckDB; install it with `npm ci --prefix bench`.");
  });
  return (await DuckDBInstance.create(path)).connect();
}

const [createType, load, label, countLabels] = statements("snapshot-rival-duckdb.sql");

/** DuckDB with the touchpoints in a table of its own. */
export class DuckdbRival {
  constructor(duckdb) {
    this.duckdb = duckdb;
  }

  async load(files) {
    await this.duckdb.run(createType);
    const list = `[${files.map((file) => `'${file}'`).join(", ")}]`;
    await this.duckdb.run(load.replace("$files", list));
  }

  async label() {
    await this.duckdb.run(label.replaceAll("$asOf", `'${AS_OF}'`));
  }

  /** People by stage, then cell. */
  async counts() {
    const answer = await this.duckdb.runAndReadAll(countLabels);
    const counts = Array.from({ length: 5 }, () => Array(10).fill(0));
    for (const [stage, cell, people] of answer.getRows()) counts[stage][cell] = Number(people);
    return counts;
  }
}

const [createTable, countStages] = statements("snapshot-rival-clickhouse.sql");

/** The bare query over a table of its own or over ours. */
export class BareClickHouse {
  constructor(clickhouse, table) {
    this.clickhouse = clickhouse;
    this.table = table;
  }

  /** Copies what it needs out of our table, in its own order. */
  async load() {
    await this.clickhouse.command({ query: createTable });
    await this.clickhouse.command({
      query: `INSERT INTO rival SELECT brand_id, ordinal, occurred_at, action, order_id, rating, value_minor FROM touchpoint`,
    });
  }

  /** People by stage. */
  async counts() {
    const answer = await this.clickhouse.query({
      query: countStages,
      query_params: { asOf: AS_OF, table: this.table },
      format: "JSONCompactEachRow",
    });
    const counts = Array(5).fill(0);
    for (const [stage, people] of await answer.json()) counts[stage] = Number(people);
    return counts;
  }
}

export const folderOf = (people) => join(process.cwd(), ".data", `bench-snapshot-${people}`);
