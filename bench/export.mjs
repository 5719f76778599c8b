import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { caller, ended } from "./audiences-market.mjs";
import { writeCsv } from "./csv-file.mjs";
import { withEngines } from "./engines.mjs";
import { ingestFile, usageOf } from "./ingest-process.mjs";
import { machine } from "./machine.mjs";
import { progressBar } from "./progress.mjs";
import { printReport } from "./report.mjs";
import { serve, work } from "./serve-process.mjs";
import { deviceOf } from "./touchpoints.mjs";

const BRAND = "brand-000";
const RULES = { did: { action: "CONTENT_VIEW", within: { days: 30 } } };
const DAY_MS = 86_400_000;
const SAMPLE_MS = 50;
const FORMATS = ["CSV", "NDJSON", "PARQUET"];

/** A frozen pack of `people` as a file, in each format: seconds from the start of the run to its end, and what the worker's memory grows by. */
export async function benchExport({ people = 3_000_000, rounds = 5 }, folder) {
  const path = join(folder, "people.csv");
  await writeCsv(path, { count: people, rows: onePersonEach(people) });
  await withEngines(async (engines) => {
    const brandId = await createBrand(engines);
    await ingestFile(engines, path);
    const server = await serve(engines, { role: "AD_OPS" });
    const ask = caller(server);
    const packId = await buildPack(engines, ask, brandId);
    const lines = [];
    const bar = progressBar("export", FORMATS.length * rounds, "files");
    try {
      for (const format of FORMATS) {
        const taken = [];
        for (let round = 0; round < rounds; round++) {
          taken.push(await exportOnce(engines, server, { ask, packId, format, people }));
          bar.increment();
        }
        lines.push(
          { name: `${format}, s`, values: taken.map(({ seconds }) => seconds), target: { atMost: 10 } },
          {
            name: "  growth of the worker's memory, MB",
            values: taken.map(({ grown }) => grown),
            target: { atMost: 300 },
          },
          { name: "  file, MB", values: taken.map(({ bytes }) => bytes / 1e6) },
        );
      }
    } finally {
      bar.stop();
      await server.close();
    }
    printReport(`Export of ${people.toLocaleString("en-GB")} members`, await machine(engines), lines);
  });
}

function* onePersonEach(people) {
  const time = new Date(Date.now() - 10 * DAY_MS).toISOString();
  for (let person = 0; person < people; person++)
    yield [String(person), time, deviceOf(person), "", "DOUYIN", "CONTENT_VIEW", "OFF_SITE", BRAND, "", ""];
}

async function createBrand(engines) {
  const server = await serve(engines, { role: "OPERATOR" });
  try {
    const ask = caller(server);
    const { createBrand } = await ask(
      "mutation ($input: CreateBrandInput!) { createBrand(input: $input) { brand { id } } }",
      { input: { code: BRAND, name: BRAND, categoryIds: [] } },
    );
    const { viewer } = await ask("{ viewer { organisation { id } } }");
    const brandIds = [createBrand.brand.id];
    await ask("mutation ($input: GrantBrandsInput!) { grantBrands(input: $input) { userErrors { message } } }", {
      input: { organisationId: viewer.organisation.id, brandIds },
    });
    return brandIds[0];
  } finally {
    await server.close();
  }
}

async function buildPack(engines, ask, brandId) {
  const worker = work(engines);
  try {
    const { createAudiencePack } = await ask(
      "mutation ($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id version } userErrors { message } } }",
      { input: { brandId, name: "Everybody", rules: RULES } },
    );
    assert.deepEqual(createAudiencePack.userErrors, []);
    const { id, version } = createAudiencePack.audiencePack;
    const { buildAudiencePack } = await ask(
      "mutation ($id: ID!, $version: Int!) { buildAudiencePack(id: $id, expectedVersion: $version) { run { id } } }",
      { id, version },
    );
    await ended(ask, buildAudiencePack.run.id);
    return id;
  } finally {
    await worker.close();
  }
}

/** By a worker of its own, which has done nothing else. */
async function exportOnce(engines, server, { ask, packId, format, people }) {
  const worker = work(engines);
  try {
    await sleep(2_000); // it has started and idles
    const before = usageOf(worker.pid).now;
    let most = before;
    const timer = setInterval(() => {
      most = Math.max(most, usageOf(worker.pid)?.now ?? 0);
    }, SAMPLE_MS);
    const { exportAudiencePack } = await ask(
      'mutation ($id: ID!, $format: AudienceExportFormat!) { exportAudiencePack(id: $id, namespace: "DEVICE_ID", format: $format) { export { id } userErrors { message } } }',
      { id: packId, format },
    );
    assert.deepEqual(exportAudiencePack.userErrors, []);
    const { id } = exportAudiencePack.export;
    const { startedAt, finishedAt } = await ended(ask, id);
    clearInterval(timer);
    const { node } = await ask(
      "query ($id: ID!) { node(id: $id) { ... on AudienceExport { file { url sha256 bytes ids } } } }",
      { id },
    );
    assert.equal(Number(node.file.ids), people);
    assert.equal(await sha256Of(`${server.url}${node.file.url}`), node.file.sha256);
    const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000;
    return { seconds, grown: (most - before) / 1e6, bytes: Number(node.file.bytes) };
  } finally {
    await worker.close();
  }
}

async function sha256Of(url) {
  const hash = createHash("sha256");
  for await (const piece of (await fetch(url)).body) hash.update(piece);
  return hash.digest("hex");
}
