import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CAMPAIGN, drawn, INSERT_COLUMNS, toTouchpoint, touchpointsOf } from "./attribution-data.mjs";
import { caller, ended, openSource } from "./audiences-market.mjs";
import { mergeTouchpoints, withEngines } from "./engines.mjs";
import { machine } from "./machine.mjs";
import { progressBar } from "./progress.mjs";
import { median, printReport } from "./report.mjs";
import { serve, work } from "./serve-process.mjs";
import { openDuckdb } from "./snapshot-rivals.mjs";

const require = createRequire(import.meta.url);
const { countTransitions } = require("../dist/src/engines/attribution/markov-chain.js");
const { JourneyStore } = require("../dist/src/features/attribution/journey.store.js");
const { readJourneys } = require("../dist/src/features/attribution/read-journeys.js");
const { PlacementIndex } = require("../dist/src/features/attribution/touch.js");

const ROWS_PER_PART = 2_000_000;
/** Of the largest size, in the order in which they grow. */
const SIZES = [0.25, 0.5, 1];
const HOURLY_QUERIES = 1_000;
/** All but the baseline. */
const EIGHT = [
  ...["FIRST_TOUCH", "LAST_TOUCH", "LAST_NON_DIRECT_TOUCH", "LINEAR_TOUCH", "POSITION_BASED", "TIME_DECAY"],
  ...["MARKOV", "SHAPLEY"],
];

/**
 * Eight models from stored touchpoints to a published report, at a quarter, a half and all of the people; the transition matrix
 * alone against DuckDB's lag(); the report by hour over HTTP.
 */
export async function benchAttribution({ people = 2_000_000, rounds = 3 }, folder) {
  await withEngines(async (engines) => {
    const server = await serve(engines, { role: "OPERATOR" });
    const worker = work(engines);
    const ask = caller(server);
    try {
      const campaignId = await prepareCampaign(engines, ask);
      const bySize = [];
      let memory = 0;
      let loaded = 0;
      for (const size of SIZES) {
        const rows = Math.round(touchpointsOf(people) * size);
        // People are drawn of the whole, so a part of the rows is fewer touches of the same people; the last size is the whole.
        await load(engines, loaded, rows, people);
        loaded = rows;
        // As a month that nothing was written to for a day becomes by itself: one part.
        await mergeTouchpoints(engines.clickhouse);
        await attribute(ask, campaignId); // the statement's code and the files' pages are warm
        const runs = [];
        for (let round = 0; round < rounds; round++) runs.push(await attribute(ask, campaignId));
        memory = Math.max(memory, peakOf(worker.pid));
        bySize.push({ rows, runs });
      }
      const matrix = await transitionMatrix(engines, people, folder, rounds);
      const hourly = await hourlyReport(server, ask, campaignId);
      const perRow = ({ rows, runs }) => median(runs) / rows;
      const whole = bySize.at(-1);
      printReport(
        `Attribution: ${people.toLocaleString("en-GB")} people, ${whole.rows.toLocaleString("en-GB")} touchpoints, 12 channels, ${EIGHT.length} models`,
        await machine(engines),
        [
          ...bySize.map(({ rows, runs }) => ({
            name: `run to published report, ${rows.toLocaleString("en-GB")} touchpoints, s`,
            values: runs,
            ...(rows === whole.rows && { target: { atMost: 12 } }),
          })),
          ...bySize.slice(0, -1).map((size) => ({
            name: `time a touchpoint, all / ${size.rows.toLocaleString("en-GB")}`,
            values: [perRow(whole) / perRow(size)],
            target: { atMost: 1.2 },
          })),
          { name: "worker's peak memory (VmHWM), MB", values: [memory / 1e6], target: { atMost: 2_000 } },
          { name: "transition matrix, ours, s", values: matrix.ours },
          { name: "transition matrix, DuckDB lag(), s", values: matrix.duckdb },
          {
            name: "ours / DuckDB",
            values: matrix.ours.map((took, index) => took / matrix.duckdb[index]),
            target: { atMost: 1 },
          },
          { name: "loading DuckDB's table, s", values: [matrix.load] },
          { name: "a day by the hour over HTTP, p99, ms", values: [hourly], target: { atMost: 30 } },
        ],
      );
    } finally {
      await worker.close();
      await server.close();
    }
  });
}

/** The brand of the rows and a campaign that its clicks name; answers the campaign's id. */
async function prepareCampaign(engines, ask) {
  const { createCategory } = await ask(
    'mutation { createCategory(input: { code: "bench", name: "Bench" }) { category { id } } }',
  );
  const { createBrand } = await ask(
    "mutation ($input: CreateBrandInput!) { createBrand(input: $input) { brand { id } } }",
    { input: { code: "bench", name: "Bench", categoryIds: [createCategory.category.id] } },
  );
  const brandId = createBrand.brand.id;
  assert.equal(Buffer.from(brandId, "base64url").toString(), "Brand:1");
  const { viewer } = await ask("{ viewer { organisation { id } } }");
  await ask("mutation ($input: GrantBrandsInput!) { grantBrands(input: $input) { userErrors { message } } }", {
    input: { organisationId: viewer.organisation.id, brandIds: [brandId] },
  });
  await openSource(engines);
  const { createCampaign } = await ask(
    "mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } userErrors { message } } }",
    { input: { brandId, code: "BENCH", name: "Bench", window: CAMPAIGN, steps: [], placements: [] } },
  );
  assert.deepEqual(createCampaign.userErrors, []);
  return createCampaign.campaign.id;
}

/** Not by our intake, which other benches measure. */
async function load({ clickhouse }, from, to, people) {
  const bar = progressBar("load touchpoints", to - from, "rows");
  for (let start = from; start < to; start += ROWS_PER_PART) {
    const end = Math.min(to, start + ROWS_PER_PART);
    const query = `INSERT INTO touchpoint (${INSERT_COLUMNS}) ${toTouchpoint(drawn(start, end, people))}`;
    await clickhouse.command({ query });
    bar.update(end - from);
  }
  bar.stop();
}

/** Seconds of a run from its start to its published report. */
async function attribute(ask, campaignId) {
  const { runAttribution } = await ask(
    `mutation ($input: RunAttributionInput!) { runAttribution(input: $input) { run { id } userErrors { message } } }`,
    { input: { campaignId, models: EIGHT } },
  );
  assert.deepEqual(runAttribution.userErrors, []);
  const { startedAt, finishedAt } = await ended(ask, runAttribution.run.id);
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000;
}

/** Every person's touches, as nobody joins a membership: both sides must count the same moves before they are timed. */
async function transitionMatrix({ clickhouse }, people, folder, rounds) {
  const store = new JourneyStore(clickhouse);
  const question = {
    ...{ brandId: 1, zone: "Asia/Shanghai", currencyCode: "CNY", scope: "CAMPAIGN", campaignCodes: ["BENCH"] },
    ...{ placements: [], lookbackDays: 60, lookbacks: [], dimensions: ["PLATFORM"], exposures: ["SERVED"] },
    conversion: { action: "MEMBER_JOIN", stage: null },
    ...{ from: new Date(CAMPAIGN.from), to: new Date(CAMPAIGN.to), asOf: new Date(CAMPAIGN.to) },
    ...{ sourceIds: [1], overlayId: null },
  };
  const count = async () => {
    const touches = await store.readTouches(question);
    const { table } = await readJourneys(
      touches,
      new PlacementIndex([]),
      (async function* () {})(),
      store.readUnconverted(question, touches.numbered, null),
    );
    return { channels: table.channels.length, counts: countTransitions(table) };
  };
  const file = join(folder, "rival.parquet");
  const rows = `SELECT * FROM (${drawn(0, touchpointsOf(people), people)})`;
  const { stream } = await clickhouse.exec({ query: `${rows} FORMAT Parquet` });
  const { createWriteStream } = await import("node:fs");
  await (await import("node:stream/promises")).pipeline(stream, createWriteStream(file));
  const [create, lag] = readFileSync(new URL("attribution-rival.sql", import.meta.url), "utf8")
    .replace(/^--.*$/gm, "")
    .split(/;\s*$/m)
    .map((statement) => statement.trim());
  const duckdb = await openDuckdb(join(folder, "rival.duckdb"));
  try {
    const load = await seconds(() => duckdb.run(create.replace("$file", file)));
    const { channels, counts } = await count();
    const states = channels + 3;
    for (const [origin, target, times] of (await duckdb.runAndReadAll(lag)).getRows()) {
      const from = origin === -1 ? channels + 2 : origin;
      assert.equal(Number(times), counts[from * states + target], `moves from ${origin} to ${target}`);
    }
    const ours = [];
    const rival = [];
    for (let round = 0; round < rounds; round++) {
      const turns = [
        async () => ours.push(await seconds(count)),
        async () => rival.push(await seconds(() => duckdb.runAndReadAll(lag))),
      ];
      for (let turn = 0; turn < turns.length; turn++) await turns[(turn + round) % turns.length]();
    }
    return { ours, duckdb: rival, load };
  } finally {
    duckdb.closeSync();
  }
}

/** One day of the campaign by the hour, warm; milliseconds that 99 in 100 answers take at most. */
async function hourlyReport({ url, headers }, ask, campaignId) {
  const query = readFileSync(new URL("../test/api/attribution/report-periods.graphql", import.meta.url), "utf8");
  const variables = {
    ...{ campaign: campaignId, grain: "HOUR", model: "LINEAR_TOUCH" },
    ...{ from: "2025-10-31T16:00:00.000Z", to: "2025-11-01T16:00:00.000Z" },
  };
  const { campaign } = await ask(query, variables);
  assert.ok(campaign.attributionReport.periods.length > 20, "nearly every hour must have conversions");
  const body = JSON.stringify({ query, variables });
  const times = [];
  for (let index = 0; index < HOURLY_QUERIES; index++) {
    const began = performance.now();
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
    });
    assert.equal((await answer.json()).errors, undefined);
    if (index >= HOURLY_QUERIES / 10) times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)];
}

const peakOf = (pid) => 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

async function seconds(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
