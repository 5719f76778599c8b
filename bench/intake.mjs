import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeCsv } from "./csv-file.mjs";
import { select, withEngines } from "./engines.mjs";
import { ingestFile } from "./ingest-process.mjs";
import { machine } from "./machine.mjs";
import { progressBar } from "./progress.mjs";
import { printReport } from "./report.mjs";
import { serve } from "./serve-process.mjs";
import { touchpoints } from "./touchpoints.mjs";

const ROWS_PER_CALL = 1_000;
const CLIENTS = 8;
const SOURCE = JSON.parse(readFileSync(new URL("mapping.json", import.meta.url), "utf8")).source.code;
const WARM_UP_CALLS = 2 * CLIENTS;
/** Catalogue and source come from a file. */
const CATALOGUE_ROWS = 10_000;

const MUTATION = `mutation ($source: ID!, $touchpoints: [TouchpointInput!]!) {
  ingestTouchpoints(sourceId: $source, touchpoints: $touchpoints) { accepted rejected userErrors { message } }
}`;

/** Touchpoints a second that 8 clients bring in with 1,000 rows a call; what was acknowledged must be there. */
export async function benchIntake({ rows = 200_000, rounds = 5 }, folder) {
  const path = join(folder, "touchpoints.csv");
  await writeCsv(path, { count: CATALOGUE_ROWS, seed: 0 });
  await withEngines(async (engines) => {
    await ingestFile(engines, path);
    const server = await serve(engines);
    try {
      const ways = [
        { ...stream(server), name: "POST /v1/touchpoints, touchpoints/s", target: { atLeast: 40_000 } },
        { ...(await mutation(server)), name: "ingestTouchpoints, touchpoints/s", target: { atLeast: 15_000 } },
      ];
      const measured = ways.map(({ name, target }) => ({ name, target, values: [] }));
      let seed = 1;
      for (const way of ways) await timeCalls(engines, way, { rows: WARM_UP_CALLS * ROWS_PER_CALL, seed: seed++ });
      for (let round = 0; round < rounds; round++)
        for (const [index, way] of ways.entries())
          measured[index].values.push(await timeCalls(engines, way, { rows, seed: seed++ }));
      const title = `Intake by ${CLIENTS} clients with ${ROWS_PER_CALL} rows a call, ${rows.toLocaleString("en-GB")} rows a round`;
      printReport(title, await machine(engines), measured);
    } finally {
      await server.close();
    }
  });
}

function stream({ url, headers }) {
  return {
    bodyOf: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
    send: async (body) => {
      const answer = await fetch(`${url}/v1/touchpoints?source=${SOURCE}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/x-ndjson" },
        body,
      });
      const last = JSON.parse((await answer.text()).trim().split("\n").at(-1));
      assert.ok(last.done, JSON.stringify(last));
      return last.accepted;
    },
  };
}

async function mutation({ url, headers }) {
  const ask = async (body) => {
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
    });
    const { data, errors } = await answer.json();
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data;
  };
  const sources = "{ viewer { touchpointSources(first: 10) { nodes { id code } } } }";
  const { viewer } = await ask(JSON.stringify({ query: sources }));
  const source = viewer.touchpointSources.nodes.find(({ code }) => code === SOURCE).id;
  return {
    bodyOf: (rows) => JSON.stringify({ query: MUTATION, variables: { source, touchpoints: rows } }),
    send: async (body) => {
      const { accepted, userErrors } = (await ask(body)).ingestTouchpoints;
      assert.deepEqual(userErrors, []);
      return accepted;
    },
  };
}

/** Rows a second; bodies are made before, and the rows in ClickHouse are counted after. */
async function timeCalls(engines, { name, bodyOf, send }, { rows, seed }) {
  const bodies = [];
  let call = [];
  for (const row of touchpoints({ count: rows, seed: seed + 1_000 })) {
    call.push(toInput(row));
    if (call.length < ROWS_PER_CALL) continue;
    bodies.push(bodyOf(call));
    call = [];
  }
  const before = await countTouchpoints(engines);
  const bar = progressBar(name, bodies.length, "calls");
  let next = 0;
  let acknowledged = 0;
  const client = async () => {
    while (next < bodies.length) {
      const accepted = await send(bodies[next++]);
      acknowledged += accepted;
      bar.increment();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - began) / 1000;
  bar.stop();
  assert.equal(acknowledged, bodies.length * ROWS_PER_CALL);
  assert.equal((await countTouchpoints(engines)) - before, acknowledged, "every acknowledged row must be stored");
  return acknowledged / seconds;
}

function toInput([eventId, occurredAt, device, member, platform, action, site, brandCode, campaignCode, amount]) {
  const identities = [{ namespace: "DEVICE_ID", value: device }];
  if (member !== "") identities.push({ namespace: "MEMBER_ID", value: member });
  return {
    eventId,
    occurredAt,
    platform,
    action,
    site,
    brandCode,
    ...(campaignCode !== "" && { campaignCode }),
    ...(amount !== "" && { value: { amount, currencyCode: "CNY" } }),
    identities,
  };
}

async function countTouchpoints({ clickhouse }) {
  const [{ rows }] = await select(clickhouse, "SELECT toInt32(count()) AS rows FROM touchpoint FINAL");
  return rows;
}
