import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { progressBar } from "./progress.mjs";
import { serve, work } from "./serve-process.mjs";
import { AS_OF } from "./snapshot-data.mjs";

const { Client } = createRequire(import.meta.url)("pg");

export const INSTANT = `${AS_OF.replace(" ", "T")}Z`;
const POLL_MS = 100;

/** A key's calls; an answer with errors ends the bench. */
export function caller({ url, headers }) {
  return async (query, variables) => {
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data;
  };
}

/** The run when it has ended well. */
export async function ended(ask, id) {
  const query = "query ($id: ID!) { node(id: $id) { ... on Run { status startedAt finishedAt failure { message } } } }";
  for (;;) {
    const { node } = await ask(query, { id });
    if (node.status === "SUCCEEDED") return node;
    assert.notEqual(node.status, "FAILED", JSON.stringify(node));
    await sleep(POLL_MS);
  }
}

/** The brand of the files, with a snapshot of its people; answers the brand's id. */
export async function prepareMarket(engines) {
  const server = await serve(engines, { role: "OPERATOR" });
  const worker = work(engines);
  try {
    const ask = caller(server);
    const { createCategory } = await ask(
      'mutation { createCategory(input: { code: "bench", name: "Bench" }) { category { id } } }',
    );
    const brandIds = [];
    for (const number of [1, 2, 3]) {
      const input = {
        code: `bench-${number}`,
        name: `Bench ${number}`,
        categoryIds: [createCategory.category.id],
      };
      const { createBrand } = await ask(
        "mutation ($input: CreateBrandInput!) { createBrand(input: $input) { brand { id } } }",
        { input },
      );
      brandIds.push(createBrand.brand.id);
    }
    assert.equal(Buffer.from(brandIds[0], "base64url").toString(), "Brand:1"); // as the files number it
    const { viewer } = await ask("{ viewer { organisation { id } } }");
    await ask("mutation ($input: GrantBrandsInput!) { grantBrands(input: $input) { userErrors { message } } }", {
      input: { organisationId: viewer.organisation.id, brandIds },
    });
    await openSource(engines);
    const { takeAssetSnapshot } = await ask(
      "mutation ($input: TakeAssetSnapshotInput!) { takeAssetSnapshot(input: $input) { run { id } userErrors { message } } }",
      { input: { brandId: brandIds[0], asOf: INSTANT } },
    );
    assert.deepEqual(takeAssetSnapshot.userErrors, []);
    await ended(ask, takeAssetSnapshot.run.id);
    return brandIds[0];
  } finally {
    await server.close();
    await worker.close();
  }
}

/** The source that the rows name; figures that are exact from 2 people on, so that they can be compared. */
export async function openSource({ databaseOwnerUrl }) {
  const client = new Client({ connectionString: databaseOwnerUrl });
  await client.connect();
  await client.query("UPDATE organisation SET small_group_threshold = 2, rounding_base = 1");
  await client.query(
    "INSERT INTO touchpoint_source (organisation_id, code, name, visibility, created_at) SELECT id, 'bench', 'bench', 'CLOUD', now() FROM organisation",
  );
  const { rows } = await client.query("SELECT id FROM touchpoint_source").finally(() => client.end());
  assert.deepEqual(rows, [{ id: 1 }]);
}

/** Platforms in twentieths of the rows; a row's number says nothing of its person. */
const PLATFORM = `multiIf(id % 20 < 8, 'JD', id % 20 < 13, 'DOUYIN', id % 20 < 16, 'XIAOHONGSHU', id % 20 < 18, 'TMALL', id % 20 < 19, 'WECHAT', 'BILIBILI')`;

const LOAD = `INSERT INTO touchpoint (brand_id, action, platform, occurred_at, ordinal, source_id, event_id, identity_key, site, order_id, rating, value_minor, ingested_at, run_id)
  SELECT brand, action, ${PLATFORM}, occurred_at, person, 1, toString(id), person, site, order_id, rating, value_minor, now64(3), toUUID('00000000-0000-0000-0000-000000000000')
  FROM input('id UInt64, person UInt32, action String, occurred_at DateTime64(3, \\'UTC\\'), site String, brand UInt32, rating UInt8, order_id String, value_minor Nullable(Int64)')
  FORMAT Parquet`;

/** Not by our intake, which other benches measure. */
export async function loadTouchpoints({ clickhouse }, files) {
  const bar = progressBar("load touchpoints", files.length, "files");
  for (const file of files) {
    const { stream } = await clickhouse.exec({ query: LOAD, values: createReadStream(file) });
    for await (const _ of stream);
    bar.increment();
  }
  bar.stop();
}
