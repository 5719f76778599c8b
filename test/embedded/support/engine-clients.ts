import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { Client } from "pg";

export async function queryPostgres<Row>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(sql, [...values])).rows as Row[];
  } finally {
    await client.end();
  }
}

export async function queryClickhouse<Row>(url: string, sql: string): Promise<readonly Row[]> {
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
  try {
    return await (await client.query({ query: sql, format: "JSONEachRow" })).json<Row>();
  } finally {
    await client.close();
  }
}

export async function commandClickhouse(url: string, sql: string): Promise<void> {
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
  try {
    await client.command({ query: sql });
  } finally {
    await client.close();
  }
}

/** Writes 1,000 rows to a new table in each engine and returns when both have acknowledged them. */
export async function writeRows(urls: {
  readonly databaseOwnerUrl?: string;
  readonly clickhouseUrl?: string;
}): Promise<void> {
  await queryPostgres(urls.databaseOwnerUrl!, "DROP TABLE IF EXISTS kept; CREATE TABLE kept (n int)");
  await queryPostgres(urls.databaseOwnerUrl!, "INSERT INTO kept SELECT generate_series(1, 1000)");
  await commandClickhouse(urls.clickhouseUrl!, "CREATE OR REPLACE TABLE kept (n UInt32) ENGINE = MergeTree ORDER BY n");
  await commandClickhouse(urls.clickhouseUrl!, "INSERT INTO kept SELECT number FROM numbers(1000)");
}

export async function countRows(urls: {
  readonly databaseOwnerUrl?: string;
  readonly clickhouseUrl?: string;
}): Promise<{ readonly postgres: number; readonly clickhouse: number }> {
  const [postgres] = await queryPostgres<{ n: number }>(urls.databaseOwnerUrl!, "SELECT count(*)::int AS n FROM kept");
  const [clickhouse] = await queryClickhouse<{ n: number }>(
    urls.clickhouseUrl!,
    "SELECT toInt32(count()) AS n FROM kept",
  );
  return { postgres: postgres!.n, clickhouse: clickhouse!.n };
}
