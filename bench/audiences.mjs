import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { caller, ended, INSTANT, loadTouchpoints, prepareMarket } from "./audiences-market.mjs";
import { ClickHouseRival, DuckdbRival, PostgresRival, rivalFiles } from "./audiences-rivals.mjs";
import { suite } from "./audiences-rules.mjs";
import { mergeTouchpoints, select, withEngines } from "./engines.mjs";
import { machine } from "./machine.mjs";
import { median, printReport } from "./report.mjs";
import { createKey, serve, work } from "./serve-process.mjs";
import { touchpointFiles } from "./snapshot-data.mjs";
import { folderOf, openDuckdb } from "./snapshot-rivals.mjs";

/** What an ad-ops tool asks, with the make-up; and what the rivals answer, the number of people. */
const ESTIMATE = readFileSync(new URL("../test/api/audiences/estimate.graphql", import.meta.url), "utf8");
const SIZE =
  "query ($brand: ID!, $rules: AudienceRuleInput!) { estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } } }";
const OVERLAP = readFileSync(new URL("../test/api/audiences/packs/pack-overlap.graphql", import.meta.url), "utf8");
const MOST_OVERLAPPING = 20;
const SNAPSHOTS = 4;
/** Each rule so often in a row of rounds when its answer is known. */
const KNOWN = 20;
const MIB = 2 ** 20;

/** Twelve rules over HTTP, new to a process and known to it, against SQL by ClickHouse, DuckDB and PostgreSQL. */
export async function benchAudiences({ people = 10_000_000, rounds = 5 }, folder) {
  const drawer = await openDuckdb(":memory:");
  const files = await touchpointFiles(drawer, folderOf(people), people);
  drawer.closeSync();
  await withEngines(async (engines) => {
    const builds = {};
    const built = async (name, work, bytes) => {
      const took = await seconds(work);
      builds[name] = { took, bytes: await bytes() };
    };
    await built(
      "ours",
      async () => {
        await loadTouchpoints(engines, files);
        await mergeTouchpoints(engines.clickhouse);
      },
      () => sizeOf(engines, "bytes_on_disk", "parts"),
    );
    const ofDays = await sizeOf(engines, "bytes_on_disk", "projection_parts");
    const brand = await prepareMarket(engines);
    const clickhouse = new ClickHouseRival(engines);
    const others = [new DuckdbRival(folder), new PostgresRival(engines)];
    const rivals = [clickhouse, ...others];
    try {
      await built(
        clickhouse.name,
        () => clickhouse.load(),
        () => clickhouse.bytes(),
      );
      const rows = await rivalFiles(engines.clickhouse, folder);
      for (const rival of others)
        await built(
          rival.name,
          () => rival.load(rows),
          () => rival.bytes(),
        );
      const counts = await assertEqual(engines, brand, rivals);
      const times = await timed(engines, brand, rivals, counts, rounds);
      const packs = await buildPacks(engines, brand);
      await report(engines, { people, counts, times, builds, ofDays, packs }, rivals);
    } finally {
      for (const rival of rivals) await rival.close();
    }
  });
}

const sizeOf = async ({ clickhouse }, column, table) => {
  const query = `SELECT sum(${column}) AS bytes FROM system.${table} WHERE active AND database = currentDatabase() AND table = 'touchpoint'`;
  return Number((await select(clickhouse, query))[0].bytes);
};

/** Each rule must be answered alike by all four before anything is timed. */
async function assertEqual(engines, brand, rivals) {
  const server = await serve(engines, { role: "AD_OPS" });
  try {
    const counts = [];
    for (const [index, [name]] of suite.entries()) {
      const people = await estimate(caller(server), brand, index);
      assert.ok(people > 0, `${name} must have people`);
      for (const rival of rivals) assert.equal(await rival.ask(index), people, `${name} by ${rival.name}`);
      counts.push(people);
    }
    return counts;
  } finally {
    await server.close();
  }
}

/** A round is a process that knows nothing yet, then the same rules again, and each rival once; milliseconds by rule. */
async function timed(engines, brand, rivals, counts, rounds) {
  const fresh = suite.map(() => []);
  const known = [];
  const knownSuites = [];
  const inProcess = [];
  const byRival = rivals.map(() => suite.map(() => []));
  let memory = 0;
  const ours = async () => {
    const server = await serve(engines, { role: "AD_OPS" });
    try {
      const ask = caller(server);
      await ask("{ viewer { organisation { name } } }"); // connections are made and the document's code is warm
      for (const index of suite.keys())
        fresh[index].push(
          await milliseconds(async () => assert.equal(await estimate(ask, brand, index), counts[index])),
        );
      const before = await evaluationSeconds(engines, server);
      for (let again = 0; again < KNOWN; again++) {
        let sum = 0;
        for (const index of suite.keys()) sum += await milliseconds(() => estimate(ask, brand, index));
        knownSuites.push(sum);
      }
      inProcess.push(((await evaluationSeconds(engines, server)) - before) * (1_000 / KNOWN));
      for (const index of suite.keys()) await estimate(ask, brand, index, ESTIMATE);
      for (let again = 0; again < KNOWN; again++)
        for (const index of suite.keys()) known.push(await milliseconds(() => estimate(ask, brand, index, ESTIMATE)));
      memory = Math.max(memory, await leafBytes(engines, server));
    } finally {
      await server.close();
    }
  };
  const rival = async (which) => {
    for (const index of suite.keys()) byRival[which][index].push(await milliseconds(() => rivals[which].ask(index)));
  };
  for (let round = 0; round < rounds; round++) {
    const turns = [ours, ...rivals.map((_, which) => () => rival(which))];
    for (let turn = 0; turn < turns.length; turn++) await turns[(turn + round) % turns.length]();
  }
  return { fresh, known, knownSuites, inProcess, byRival, memory };
}

/** As GET /metrics tells it. */
async function metric(engines, { url }, name) {
  const headers = { authorization: `Bearer ${createKey(engines, "MONITOR")}` };
  const text = await (await fetch(`${url}/metrics`, { headers })).text();
  const line = text.split("\n").find((line) => line.startsWith(`${name} `));
  return Number(line.slice(name.length + 1));
}

const leafBytes = (engines, server) => metric(engines, server, 'valuegraph_audience_leaf_bytes{bytes="taken"}');
const evaluationSeconds = (engines, server) => metric(engines, server, "valuegraph_audience_evaluation_seconds_sum");

async function estimate(ask, brandId, index, query = SIZE) {
  const { estimateAudiencePack } = await ask(query, { brand: brandId, rules: suite[index][1] });
  return Number(estimateAudiencePack.size.people);
}

/**
 * The largest of the suite as a frozen pack: members, and seconds from the start of the run to its end. Then how 20 packs overlap, new
 * to the process and known, in milliseconds; and the memory that 50 labels take, those of this and of earlier snapshots, in bytes.
 */
async function buildPacks(engines, brandId) {
  const server = await serve(engines, { role: "AD_OPS" });
  const worker = work(engines);
  try {
    const ask = caller(server);
    const largest = await buildPack(ask, brandId, "Bench", { stage: { in: ["AWARE", "APPEAL", "ACT", "ADVOCATE"] } });
    const ids = [largest.id];
    for (let days = 1; ids.length < MOST_OVERLAPPING; days++) {
      const rules = { did: { action: "IMPRESSION", within: { days } } };
      ids.push((await buildPack(ask, brandId, `Seen in ${days} days`, rules)).id);
    }
    const overlaps = [];
    for (let round = 0; round < 5; round++)
      overlaps.push(await milliseconds(() => ask(OVERLAP, { brand: brandId, packs: ids })));
    return { largest, overlaps, labelBytes: await fiftyLabels(engines, brandId) };
  } finally {
    await server.close();
    await worker.close();
  }
}

async function buildPack(ask, brandId, name, rules) {
  const { createAudiencePack } = await ask(
    "mutation ($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id version } userErrors { message } } }",
    { input: { brandId, name, rules } },
  );
  assert.deepEqual(createAudiencePack.userErrors, []);
  const { id, version } = createAudiencePack.audiencePack;
  const { buildAudiencePack } = await ask(
    "mutation ($id: ID!, $version: Int!) { buildAudiencePack(id: $id, expectedVersion: $version) { run { id } userErrors { message } } }",
    { id, version },
  );
  const { startedAt, finishedAt } = await ended(ask, buildAudiencePack.run.id);
  const { estimateAudiencePack } = await ask(SIZE, { brand: brandId, rules });
  return {
    id,
    members: Number(estimateAudiencePack.size.people),
    seconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000,
  };
}

/** Labels of the newest snapshot and of those of days before: each is read whole, five stages and ten cells with the lapsed and the unplaced, so 60, of which 50 count. */
async function fiftyLabels(engines, brandId) {
  const server = await serve(engines, { role: "OPERATOR" });
  const own = await serve(engines, { role: "AD_OPS" });
  const worker = work(engines);
  try {
    const [ask, estimateOf] = [caller(server), caller(own)];
    const everyLabel = async (at) => {
      const stages = ["AWARE", "APPEAL", "ACT", "ADVOCATE"].map((one) => ({ stage: { in: [one], ...at } }));
      const cells = ["BRAND", "CATEGORY", "PLATFORM"].flatMap((intent) =>
        ["LOYAL", "POTENTIAL", "SWING"].map((loyalty) => ({ cell: { intent: [intent], loyalty: [loyalty], ...at } })),
      );
      await estimateOf(SIZE, { brand: brandId, rules: { anyOf: [...stages, ...cells] } });
    };
    const before = await leafBytes(engines, own);
    for (let days = 0; days < SNAPSHOTS; days++) {
      const at = new Date(Date.parse(INSTANT) - days * 86_400_000).toISOString();
      if (days > 0) {
        const { takeAssetSnapshot } = await ask(
          "mutation ($input: TakeAssetSnapshotInput!) { takeAssetSnapshot(input: $input) { run { id } userErrors { message } } }",
          { input: { brandId, asOf: at } },
        );
        assert.deepEqual(takeAssetSnapshot.userErrors, []);
        await ended(ask, takeAssetSnapshot.run.id);
      }
      await everyLabel({ at });
    }
    // Beside the labels the universe and the answers' parts; so this is from above.
    return ((await leafBytes(engines, own)) - before) * (50 / (SNAPSHOTS * 15));
  } finally {
    await server.close();
    await own.close();
    await worker.close();
  }
}

async function report(engines, { people, counts, times, builds, ofDays, packs }, rivals) {
  const { fresh, known, knownSuites, inProcess, byRival, memory } = times;
  const sums = (byRule) => byRule[0].map((_, round) => byRule.reduce((sum, values) => sum + values[round], 0));
  const rivalSums = byRival.map(sums);
  const best = Math.min(...rivalSums.map(median));
  const ratios = (values, other) => values.map((value) => value / other);
  const bestOf = (index) => Math.min(...byRival.map((byRule) => median(byRule[index])));
  const sorted = [...known].sort((a, b) => a - b);
  printReport(
    `Twelve rules over ${people.toLocaleString("en-GB")} people by estimateAudiencePack over HTTP, ms; equal answers asserted`,
    await machine(engines),
    [
      { name: "new to the process: the suite", values: sums(fresh) },
      ...rivals.map(({ name }, which) => ({ name: `${name}: the suite`, values: rivalSums[which] })),
      { name: "new / best rival", values: ratios(sums(fresh), best), target: { atMost: 0.5 } },
      { name: "known: the suite", values: knownSuites },
      { name: "best rival / known", values: knownSuites.map((value) => best / value), target: { atLeast: 50 } },
      { name: "known: the suite, from trees to people in the server", values: inProcess },
      {
        name: "  best rival / it",
        values: inProcess.map((value) => best / value),
        target: { atLeast: 50 },
      },
      {
        name: "known: p95 of an answer with its make-up",
        values: [sorted[Math.floor(sorted.length * 0.95)]],
        target: { atMost: 15 },
      },
      { name: "answers in memory after the suite, MiB", values: [memory / MIB] },
      {
        name: `build of a pack of ${packs.largest.members.toLocaleString("en-GB")}, s`,
        values: [packs.largest.seconds],
        target: { atMost: 3 },
      },
      {
        name: `overlap of ${MOST_OVERLAPPING} packs, new to the process`,
        values: packs.overlaps.slice(0, 1),
        target: { atMost: 500 },
      },
      { name: "  known", values: packs.overlaps.slice(1), target: { atMost: 500 } },
      { name: "memory of 50 labels, MiB", values: [packs.labelBytes / MIB] },
      ...Object.entries(builds).flatMap(([name, { took, bytes }]) => [
        { name: `${name}: loading, s`, values: [took] },
        { name: `${name}: on disk, MiB`, values: [bytes / MIB] },
      ]),
      { name: "of ours, bitmaps of months and days, MiB", values: [ofDays / MIB] },
    ],
  );
  printReport(
    "By rule: new to the process, ms; then ours over the best rival for that rule",
    "",
    suite.flatMap(([name], index) => [
      { name: `${name} (${counts[index].toLocaleString("en-GB")})`, values: fresh[index] },
      ...rivals.map((rival, which) => ({ name: `  ${rival.name}`, values: byRival[which][index] })),
      { name: "  ours / best", values: ratios(fresh[index], bestOf(index)), target: { atMost: 4 / 3 } },
    ]),
  );
}

async function milliseconds(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const seconds = async (work) => (await milliseconds(work)) / 1_000;
