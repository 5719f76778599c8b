import { chmodSync, createWriteStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openDuckdb } from "./snapshot-rivals.mjs";

const require = createRequire(import.meta.url);
const { Client } = require("pg");
const { createClickHouse } = require("../dist/src/platform/clickhouse/client.js");

const statements = (name) =>
  readFileSync(new URL(name, import.meta.url), "utf8")
    .replace(/^--.*$/gm, "")
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");

const questions = statements("audiences-rival.sql");

/** What DuckDB and PostgreSQL load: the same rows that ClickHouse copies by itself. */
export async function rivalFiles(clickhouse, folder) {
  chmodSync(folder, 0o711); // PostgreSQL reads them as a user of its own
  const file = async (name, query) => {
    const path = join(folder, name);
    const { stream } = await clickhouse.exec({ query: `${query} FORMAT CSVWithNames` });
    await pipeline(stream, createWriteStream(path, { mode: 0o644 }));
    return path;
  };
  return {
    people: await file("people.csv", "SELECT person, stage, cell FROM rival.person"),
    touchpoints: await file("touch.csv", "SELECT brand, action, platform, site, day, person FROM rival.touch"),
  };
}

const withFiles = (statement, { people, touchpoints }) =>
  statement.replace("$people", people).replace("$touchpoints", touchpoints);

/** Each rival loads once, then answers question `index` with a number of people. */
export class ClickHouseRival {
  name = "ClickHouse SQL";

  constructor({ clickhouse, clickhouseUrl }) {
    this.admin = clickhouse;
    this.plane = new URL(clickhouseUrl).pathname.slice(1);
    this.own = createClickHouse(Object.assign(new URL(clickhouseUrl), { pathname: "/rival" }).toString());
  }

  async load() {
    await this.admin.command({ query: "CREATE DATABASE rival" });
    for (const query of statements("audiences-rival-clickhouse.sql"))
      await this.own.command({ query, query_params: { plane: this.plane } });
  }

  async bytes() {
    const query = "SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = 'rival'";
    return Number((await this.rows(query))[0].bytes);
  }

  async ask(index) {
    return Number((await this.rows(questions[index]))[0].people);
  }

  async rows(query) {
    return (await this.own.query({ query, format: "JSONEachRow" })).json();
  }

  async close() {
    await this.own.close();
  }
}

export class DuckdbRival {
  name = "DuckDB";

  constructor(folder) {
    this.path = join(folder, "rival.duckdb");
  }

  async load(files) {
    this.duckdb = await openDuckdb(this.path);
    for (const statement of statements("audiences-rival-duckdb.sql"))
      await this.duckdb.run(withFiles(statement, files));
    await this.duckdb.run("CHECKPOINT");
  }

  async bytes() {
    const answer = await this.duckdb.runAndReadAll(
      "SELECT (used_blocks * block_size)::DOUBLE FROM pragma_database_size()",
    );
    return answer.getRows()[0][0];
  }

  async ask(index) {
    return Number((await this.duckdb.runAndReadAll(questions[index])).getRows()[0][0]);
  }

  async close() {
    this.duckdb?.closeSync();
  }
}

export class PostgresRival {
  name = "PostgreSQL";

  constructor({ databaseOwnerUrl }) {
    this.url = databaseOwnerUrl;
  }

  async load(files) {
    this.client = new Client({ connectionString: this.url });
    this.client.on("error", () => undefined);
    await this.client.connect();
    await this.client.query("CREATE SCHEMA rival");
    await this.client.query(
      "SET search_path = rival; SET work_mem = '1GB'; SET maintenance_work_mem = '1GB'; SET hash_mem_multiplier = 4; SET jit = off",
    );
    for (const statement of statements("audiences-rival-postgres.sql"))
      await this.client.query(withFiles(statement, files));
  }

  async bytes() {
    const { rows } = await this.client.query(
      "SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class WHERE relkind = 'r' AND relnamespace = 'rival'::regnamespace",
    );
    return Number(rows[0].bytes);
  }

  async ask(index) {
    return Number((await this.client.query(questions[index])).rows[0].people);
  }

  async close() {
    await this.client?.end();
  }
}
