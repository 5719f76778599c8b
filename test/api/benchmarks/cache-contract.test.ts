import { randomUUID } from "node:crypto";
import { type FigureLookUp, figureLookUp } from "../../../src/features/benchmarks/benchmark-lookups";
import type { ExactFigure } from "../../../src/features/benchmarks/brand-benchmark";
import type { Cache } from "../../../src/platform/cache/cache";
import { LookUp } from "../../../src/platform/cache/look-up";
import { MemoryCache } from "../../../src/platform/cache/memory-cache";
import { RedisCache } from "../../../src/platform/cache/redis-cache";
import { createLogger } from "../../../src/platform/logger";
import { Metrics } from "../../../src/platform/metrics";
import { hasRedis, type OwnRedis, openOwnRedis } from "../../support/own-redis";
import { testEngines } from "../../support/test-engines";

const logger = createLogger("fatal");
const { redisUrl } = testEngines();

const kinds: readonly (readonly [string, () => Cache])[] = [
  ["MemoryCache", () => new MemoryCache()],
  ...(redisUrl ? [["RedisCache", () => new RedisCache(redisUrl, logger)] as const] : []),
];

/** Waits for what comes by itself; a test that waits in vain ends by its own time limit. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What features rely on, whichever cache is behind the port. */
describe.each(kinds)("%s", (_, open) => {
  let cache: Cache;
  const key = (): string => `test:${randomUUID()}`;

  beforeAll(async () => {
    cache = open();
    await until(() => cache.ping());
  });
  afterAll(() => cache.close());

  it("knows nothing of a key that was not set", async () => {
    expect(await cache.get(key())).toBeNull();
  });

  it("returns what was set last, to the character", async () => {
    const name = key();
    await cache.set(name, "first", 60);
    await cache.set(name, '{"zh":"行业均值","lines":"\\n"}', 60);
    expect(await cache.get(name)).toBe('{"zh":"行业均值","lines":"\\n"}');
  });

  it("forgets when the time is up", async () => {
    const name = key();
    await cache.set(name, "soon gone", 1);
    expect(await cache.get(name)).toBe("soon gone");
    await until(async () => (await cache.get(name)) === null);
  });

  it("tells those who listen to a channel, and nobody else", async () => {
    const channel = key();
    const heard: (string | null)[] = [];
    const others: (string | null)[] = [];
    cache.subscribe(channel, (message) => heard.push(message));
    cache.subscribe(key(), (message) => others.push(message));
    await until(async () => {
      await cache.publish(channel, "1:");
      return heard.includes("1:");
    });
    expect(others.filter((message) => message !== null)).toEqual([]);
  });

  it("keeps a brand's figures for the next process, to the last digit", async () => {
    const name = randomUUID();
    const figure: ExactFigure = {
      metric: "ASSET_PEOPLE",
      own: 2 / 3,
      numerator: 2n ** 62n,
      denominator: 3n,
      peers: 5,
      standing: {
        industryMean: 0.1 + 0.2,
        topMean: 1 / 3,
        topCount: 3,
        widerTops: [{ count: 5, mean: 0.1 + 0.2 }],
        peerDeviation: 0,
        percentile: null,
        rank: null,
      },
    };
    const load = jest.fn(async () => [figure]);
    const parts = { cache, metrics: new Metrics() };
    expect((await figureLookUp(parts).read(name, load)).value).toEqual([figure]);
    await until(async () => (await cache.get(`benchmark-figures:2:${name}`)) !== null);
    expect((await figureLookUp(parts).read(name, load)).value).toEqual([figure]);
    expect(load).toHaveBeenCalledTimes(1);
  });
});

(hasRedis ? describe : describe.skip)("a Redis of its own", () => {
  let redis: OwnRedis;
  let cache: RedisCache;
  let figures: FigureLookUp;
  const load = jest.fn(async (): Promise<readonly ExactFigure[]> => []);

  /** Look-ups that memory cannot answer, one after the other; the longest of them in ms. */
  async function longestOf(count: number): Promise<number> {
    let longest = 0;
    for (let n = 0; n < count; n++) {
      const began = performance.now();
      expect((await figures.read(randomUUID(), load)).value).toEqual([]);
      longest = Math.max(longest, performance.now() - began);
    }
    return longest;
  }

  beforeAll(async () => {
    redis = await openOwnRedis();
    cache = new RedisCache(redis.url, logger);
    figures = figureLookUp({ cache, metrics: new Metrics() });
    await until(() => cache.ping());
  });
  afterAll(async () => {
    await cache.close();
    redis.wake();
    await redis.kill();
  });

  it("that hangs costs no figure and few callers a wait, and is used again when it wakes", async () => {
    redis.hang();
    const began = performance.now();
    const many = await Promise.all(Array.from({ length: 500 }, () => figures.read(randomUUID(), load)));
    expect(many).toHaveLength(500);
    expect(cache.breakerState).toBe("OPEN");
    // Those 500 waited together, and the next 500 did not: the breaker is open for a second.
    const together = performance.now() - began;
    const longest = await longestOf(50);
    expect(longest).toBeLessThan(together);
    redis.wake();
    await until(() => cache.ping());
    expect(cache.breakerState).toBe("CLOSED");
    const name = randomUUID();
    await figures.read(name, load);
    await until(async () => (await cache.get(`benchmark-figures:2:${name}`)) !== null);
  });

  it("that is gone costs no figure, and is used again when it is back; what was missed meanwhile is forgotten", async () => {
    const kind = { name: "gone", version: 1, freshSeconds: 3_600, absentSeconds: 1, staleSeconds: 0, codec: null };
    const other = new RedisCache(redis.url, logger);
    const there = new LookUp<number>({ ...kind, isAbsent: () => false }, { cache: other, metrics: new Metrics() });
    await until(() => other.ping());
    await redis.kill();
    await longestOf(20);
    expect(cache.breakerState).not.toBe("CLOSED");
    let version = 1;
    const read = async (): Promise<number> => (await there.read("1:a", async () => version)).value;
    expect(await read()).toBe(1);
    version = 2;
    // Nobody hears this, so the other process would go on for its hour.
    await new LookUp({ ...kind, isAbsent: () => false }, { cache, metrics: new Metrics() }).forgetEverywhere("1:");
    expect(await read()).toBe(1);
    await redis.restart();
    await until(async () => (await read()) === 2);
    await until(() => cache.ping());
    await other.close();
  });

  it("carries a new refresh's message to other processes", async () => {
    const kind = { name: "carried", version: 1, freshSeconds: 3_600, absentSeconds: 1, staleSeconds: 0, codec: null };
    const other = new RedisCache(redis.url, logger);
    const [here, there] = [cache, other].map(
      (each) => new LookUp({ ...kind, isAbsent: () => false }, { cache: each, metrics: new Metrics() }),
    ) as [LookUp<number>, LookUp<number>];
    let version = 1;
    const read = async (key: string): Promise<number> => (await there.read(key, async () => version)).value;
    await until(() => other.ping());
    expect([await read("1:a"), await read("2:a")]).toEqual([1, 1]);
    version = 2;
    await until(async () => {
      await here.forgetEverywhere("1:");
      return (await read("1:a")) === 2;
    });
    await other.close();
  });

  it("reads the store at most once per process for 500 readers at an entry's expiry", async () => {
    let now = Date.now();
    const kind = {
      name: "expiry",
      version: 1,
      freshSeconds: 10,
      absentSeconds: 1,
      staleSeconds: 600,
      isAbsent: () => false,
      codec: { write: String, read: Number },
    };
    const loads = [0, 0];
    const processes = [0, 1].map(() => new LookUp<number>(kind, { cache, metrics: new Metrics(), now: () => now }));
    const readers = (perProcess: number) =>
      Promise.all(
        processes.flatMap((lookUp, process) =>
          Array.from({ length: perProcess }, () =>
            lookUp.read("hot", async () => {
              loads[process]! += 1;
              await new Promise((resolve) => setTimeout(resolve, 300));
              return now;
            }),
          ),
        ),
      );
    // What a process read before it heard of messages at all is not remembered.
    await until(async () => {
      loads.fill(0);
      await readers(1);
      return loads.every((count) => count === 0);
    });
    const first = now;
    now += 10_000;
    const answers = await readers(500);
    for (const count of loads) expect(count).toBeLessThanOrEqual(1);
    // The loader takes longer than a reader's patience, so they had the earlier value.
    expect(new Set(answers.map(({ value }) => value))).toEqual(new Set([first]));
    await until(async () => (await readers(1)).every(({ value }) => value === now));
    for (const count of loads) expect(count).toBeLessThanOrEqual(1);
  });
});
