import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";

const require = createRequire(import.meta.url);
const { LookUp } = require("../dist/src/platform/cache/look-up.js");
const { RedisCache } = require("../dist/src/platform/cache/redis-cache.js");
const { createLogger } = require("../dist/src/platform/logger.js");
const { Metrics } = require("../dist/src/platform/metrics.js");

export const READERS = 500;
const LOAD_MS = 300;
const FRESH_SECONDS = 60;

/** How often the loader of 300 ms ran for 500 readers of this process at the moment when one entry expired; one value a round. */
export async function loadsAtExpiry(redisUrl, rounds) {
  const cache = new RedisCache(redisUrl, createLogger("warn"));
  while (!(await cache.ping())) await sleep(50);
  let now = Date.now();
  const lookUp = new LookUp(
    {
      name: "bench",
      version: 1,
      freshSeconds: FRESH_SECONDS,
      absentSeconds: FRESH_SECONDS,
      staleSeconds: 600,
      isAbsent: () => false,
      codec: { write: String, read: Number },
    },
    { cache, metrics: new Metrics(), now: () => now },
  );
  let loads = 0;
  const read = () =>
    lookUp.read("one", async () => {
      loads += 1;
      await sleep(LOAD_MS);
      return loads;
    });
  // The first message of the channel makes the process forget, so that what is read now may have to be read again.
  for (let before = -1; before !== loads; ) {
    before = loads;
    await read();
    await sleep(LOAD_MS);
  }
  const values = [];
  for (let round = 0; round < rounds; round++) {
    now += FRESH_SECONDS * 1_000;
    loads = 0;
    const answers = await Promise.all(Array.from({ length: READERS }, read));
    assert.equal(answers.length, READERS);
    await sleep(LOAD_MS);
    await read();
    values.push(loads);
  }
  await cache.close();
  return values;
}
