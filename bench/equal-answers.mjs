import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { select } from "./engines.mjs";

const { Client } = createRequire(import.meta.url)("pg");

const RIVAL = `
  SELECT toString(toDate(occurred_at)) AS day, toString(action) AS action, brand, count() AS rows, toInt64(sum(amount) * 100) AS fen,
    countIf(campaign != '') AS with_campaign, uniqExact(event_id) AS events, uniqExact(device_id) AS people
  FROM rival GROUP BY day, action, brand ORDER BY day, action, brand`;

const ours = (codeOf) => `
  SELECT toString(toDate(occurred_at)) AS day, toString(action) AS action, ${codeOf} AS brand, count() AS rows, toInt64(sum(value_minor)) AS fen,
    countIf(campaign != '') AS with_campaign, uniqExact(event_id) AS events, uniqExact(ordinal) AS people
  FROM touchpoint FINAL GROUP BY day, action, brand ORDER BY day, action, brand`;

/** Every (day, action, brand) must have the same rows, money, campaigns, events and people in both. */
export async function assertEqualAnswers(engines) {
  const brands = await brandsOf(engines.databaseOwnerUrl);
  const list = (values) => `[${values.map((value) => `'${value}'`).join(",")}]`;
  const codeOf = `transform(toString(brand_id), ${list(brands.map(({ id }) => id))}, ${list(brands.map(({ code }) => code))})`;
  const expected = await select(engines.clickhouse, RIVAL);
  const actual = await select(engines.clickhouse, ours(codeOf));
  assert.ok(expected.length > 0, "the rival must hold rows");
  assert.deepEqual(actual, expected);
}

async function brandsOf(databaseUrl) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query("SELECT id::text, code FROM brand ORDER BY id").finally(() => client.end());
  return rows;
}
