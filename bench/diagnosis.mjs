import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeCsv } from "./csv-file.mjs";
import { AS_OF, prepareIndustry } from "./diagnosis-industry.mjs";
import { withEngines } from "./engines.mjs";
import { ingestFile, usageOf } from "./ingest-process.mjs";
import { machine } from "./machine.mjs";
import { loadsAtExpiry, READERS } from "./one-loader.mjs";
import { openRedis } from "./own-redis.mjs";
import { printReport } from "./report.mjs";
import { serve } from "./serve-process.mjs";

const RATE = 200;
const WARM_UP = 2_000;
/** Beyond it the generator measures itself. */
const MOST_CPU = 35;
const ROWS = 200_000;
const QUERY = readFileSync(new URL("../test/api/diagnosis/diagnosis.graphql", import.meta.url), "utf8");
const GENERATOR = fileURLToPath(new URL("open-loop.mjs", import.meta.url));

/** Latency of the diagnosis query over HTTP at 200 requests a second, with Redis as it should be and with Redis hung. */
export async function benchDiagnosis({ requests = 10_000, rounds = 5 }, folder) {
  const path = join(folder, "touchpoints.csv");
  await writeCsv(path, { count: ROWS, seed: 1 });
  const redis = await openRedis();
  if (!redis)
    process.stdout.write("redis-server is not on the PATH: the cache is the process's own, and nothing hangs.\n");
  try {
    await withEngines(async (engines) => {
      const env = redis ? { REDIS_URL: redis.url } : {};
      const expected = await prepareIndustry(engines, env, () => ingestFile(engines, path), learnAnswers);
      const server = await serve(engines, { role: "PARTNER", env });
      try {
        const known = expected.slice(0, expected.length / 2);
        const lines = [];
        await load(server, known, WARM_UP);
        lines.push(...(await measured("Redis up", server, known, { requests, rounds, atMost: 20 })));
        if (redis) {
          redis.hang();
          // Half of the brands are new to the process, so that Redis is asked for them.
          lines.push(...(await measured("Redis hung", server, expected, { requests, rounds, atMost: 250 })));
          redis.wake();
          const values = await loadsAtExpiry(redis.url, rounds);
          lines.push({ name: `loads for ${READERS} readers at an expiry`, values, target: { atMost: 1 } });
        }
        const title = `Diagnosis over HTTP, open loop, ${RATE} requests/s, ${requests.toLocaleString("en-GB")} requests a round, latency from the intended time, ms`;
        printReport(title, await machine(engines), lines);
      } finally {
        await server.close();
      }
    });
  } finally {
    redis?.wake();
    await redis?.close();
  }
}

async function measured(name, server, expected, { requests, rounds, atMost }) {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await load(server, expected, requests));
  const valid = runs.filter(({ cpu }) => cpu <= MOST_CPU);
  assert.ok(
    valid.length > 0,
    `Every run was void: the generator took ${runs.map(({ cpu }) => Math.round(cpu))} % of a core`,
  );
  const values = (key) => valid.map((run) => run[key]);
  return [
    { name: `${name}: p50`, values: values("p50") },
    { name: `${name}: p99`, values: values("p99"), target: { atMost } },
    { name: `${name}: longest`, values: values("longest") },
    { name: `${name}: errors`, values: values("errors"), target: { atMost: 0 } },
    { name: `${name}: server's CPU a request, ms`, values: values("serverMs") },
    { name: `${name}: generator, % of a core`, values: runs.map(({ cpu }) => cpu), target: { atMost: MOST_CPU } },
  ];
}

/** Each brand's request with its answer: every later answer must be the same to the character. */
async function learnAnswers(server, brands) {
  const expected = [];
  for (const brand of brands) {
    const body = JSON.stringify({ query: QUERY, variables: { brand, asOf: AS_OF } });
    const headers = { ...server.headers, "content-type": "application/json" };
    const text = await (await fetch(`${server.url}/graphql`, { method: "POST", headers, body })).text();
    const { data, errors } = JSON.parse(text);
    assert.equal(errors, undefined, text);
    assert.equal(data.brand.diagnosis.stages[0].benchmarkState, "AVAILABLE", text);
    expected.push({ body, text });
  }
  return expected;
}

async function load({ url, headers, pid }, expected, count) {
  const cpuBefore = usageOf(pid)?.cpu ?? Number.NaN;
  const generator = fork(GENERATOR);
  generator.send({ url: `${url}/graphql`, headers, expected, rate: RATE, count });
  const { latencies, errors, cpuShare } = await new Promise((resolve, reject) => {
    generator.once("message", resolve);
    generator.once("exit", (code) => reject(new Error(`the generator must answer, but ended with ${code}`)));
  });
  if (errors.length > 0) process.stderr.write(`${errors.length} errors, the first: ${errors[0]}\n`);
  const serverMs = (((usageOf(pid)?.cpu ?? Number.NaN) - cpuBefore) / count) * 1_000;
  const sorted = latencies.sort((a, b) => a - b);
  const quantile = (share) => sorted[Math.ceil(share * sorted.length) - 1];
  return {
    p50: quantile(0.5),
    p99: quantile(0.99),
    longest: sorted.at(-1),
    errors: errors.length,
    cpu: cpuShare * 100,
    serverMs,
  };
}
