import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { testEngines } from "../../support/test-engines";
import { type PeopleCloud, select } from "../people/people-setup";

/** What could name a person: identities as senders and as the stores write them, and numbers. */
export interface Traces {
  readonly values: readonly string[];
  readonly keys: readonly string[];
  readonly ordinals: readonly number[];
}

/** Messages quote 60 characters of a value. */
export const textTraces = ({ values, keys, ordinals }: Traces): RegExp =>
  new RegExp(
    [...values.map((value) => value.slice(0, 60)), ...keys, ...ordinals].map((text) => `(?<!\\d)${text}`).join("|"),
    "i",
  );

/** ClickHouse tables with a trace in a row, hidden ones included, or in the statement of a mutation. */
export async function searchClickHouse({ test }: PeopleCloud, traces: Traces): Promise<readonly string[]> {
  const text = textTraces(traces);
  // A table of engine Set answers no SELECT; its file is among those that `searchDisk` reads.
  const columns = await select<[string, string, string]>(
    test,
    `SELECT table, name, type FROM system.columns WHERE database = currentDatabase()
       AND table NOT IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'Set')
     ORDER BY table, position`,
  );
  const found: string[] = [];
  for (const table of new Set(columns.map(([table]) => table))) {
    const shown = columns
      .filter(([of]) => of === table)
      .map(([, name, type]) => (type.startsWith("AggregateFunction") ? `bitmapToArray(${name})` : `toString(${name})`));
    const answer = await test.app.clickhouse.query({
      query: `SELECT ${shown.join(", ")} FROM ${table}`,
      format: "JSONCompactEachRow",
      clickhouse_settings: { apply_deleted_mask: 0 },
    });
    if ((await answer.text()).split("\n").some((row) => text.test(row))) found.push(table);
  }
  const mutations = await select<[string]>(
    test,
    "SELECT command FROM system.mutations WHERE database = currentDatabase()",
  );
  if (mutations.some(([command]) => text.test(command))) found.push("system.mutations");
  return found.sort();
}

/** Parts that no query read any more at an instant of ClickHouse's clock, and that are still there. */
export async function oldParts({ test }: PeopleCloud, at: string): Promise<number> {
  const [row] = await select<[number]>(
    test,
    `SELECT toInt32(count()) FROM system.parts
     WHERE database = currentDatabase() AND table != 'schema_migration' AND NOT active AND remove_time <= toDateTime('${at}')`,
  );
  return row![0];
}

/** Files of this database in ClickHouse's folder that hold a trace as text or as a number; null: out of reach. */
export async function searchDisk({ test }: PeopleCloud, traces: Traces): Promise<readonly string[] | null> {
  const text = textTraces(traces);
  const bytes = [
    ...traces.ordinals.map((ordinal) => numberBytes(BigInt(ordinal), 4)),
    ...traces.keys.map((key) => numberBytes(BigInt(key), 16)),
  ];
  const folders = await select<[string[]]>(
    test,
    "SELECT data_paths FROM system.tables WHERE database = currentDatabase() AND notEmpty(data_paths)",
  );
  const found: string[] = [];
  let reached = 0;
  for (const folder of folders.flatMap(([paths]) => paths)) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null);
    if (entries === null) continue; // a table that never had rows may have no folder
    reached += 1;
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const content = await readFile(path);
      if (text.test(content.toString("latin1")) || bytes.some((number) => content.includes(number))) found.push(path);
    }
  }
  return reached === 0 ? null : found;
}

function numberBytes(number: bigint, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at++) bytes[at] = Number((number >> BigInt(8 * at)) & 0xffn);
  return bytes;
}

/** PostgreSQL tables, of the queue as well, and statistics with a trace in a row. */
export async function searchPostgres({ test }: PeopleCloud, text: RegExp): Promise<readonly string[]> {
  const owner = new URL(testEngines().databaseOwnerUrl);
  owner.pathname = new URL(test.databaseUrl).pathname;
  const client = new Client({ connectionString: owner.toString() });
  await client.connect();
  const found: string[] = [];
  const rowsOf = async (table: string, name: string): Promise<readonly { readonly row: string }[]> =>
    name.startsWith("public.") && name !== "public.schema_migration"
      ? test.app.database.withSystem((manager) => manager.query(`SELECT t::text AS row FROM ${table} AS t`))
      : (await client.query(`SELECT t::text AS row FROM ${table} AS t`)).rows;
  const { rows } = await client.query<{ readonly schema: string; readonly name: string }>(
    `SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
     UNION ALL VALUES ('pg_catalog', 'pg_stats')`,
  );
  for (const { schema, name } of rows) {
    const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
    if ((await rowsOf(table, `${schema}.${name}`)).some(({ row }) => text.test(row))) found.push(name);
  }
  await client.end();
  return found.sort();
}

/** Files of a folder with a trace. */
export async function searchFolder(folder: string, text: RegExp): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    if (text.test(await readFile(join(entry.parentPath, entry.name), "utf8"))) found.push(entry.name);
  }
  return found;
}
