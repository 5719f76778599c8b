import type { Cache } from "../../../src/platform/cache/cache";
import { LookUp, type LookUpKind } from "../../../src/platform/cache/look-up";
import { MemoryCache } from "../../../src/platform/cache/memory-cache";
import { Metrics } from "../../../src/platform/metrics";

const KIND: LookUpKind<string> = {
  name: "test",
  version: 3,
  freshSeconds: 100,
  absentSeconds: 10,
  staleSeconds: 1_000,
  isAbsent: (value) => value === "",
  codec: { write: (value) => value, read: (text) => text },
};

/** Nobody reads early, and nothing is taken off a lifetime. */
const NO_CHANCE = 0;
let now: number;
let random: number;
const opened = (cache: Cache, kind: Partial<LookUpKind<string>> = {}, metrics = new Metrics()): LookUp<string> =>
  new LookUp({ ...KIND, ...kind }, { cache, metrics, now: () => now, random: () => random });

beforeEach(() => {
  now = 1_000_000;
  random = NO_CHANCE;
});

const cacheOf = (parts: Partial<Cache>): Cache => Object.assign(new MemoryCache(), parts);
const never = (): Promise<never> => new Promise(() => undefined);

/** Answers when it is told to. */
function slowStore() {
  const waiting: ((value: string) => void)[] = [];
  const load = jest.fn(() => new Promise<string>((resolve) => waiting.push(resolve)));
  const answer = (value: string): void => {
    for (const resolve of waiting.splice(0)) resolve(value);
  };
  return { load, answer };
}

describe("LookUp", () => {
  it("reads the store once, then memory, until the entry expires", async () => {
    const lookUp = opened(new MemoryCache(), { codec: null });
    let reads = 0;
    const load = jest.fn(async () => `read ${++reads}`);
    const first = await lookUp.read("a", load);
    expect(first).toEqual({ value: "read 1", readAt: new Date(1_000_000) });
    now += 99_999;
    expect(await lookUp.read("a", load)).toEqual(first);
    now += 1;
    expect(await lookUp.read("a", load)).toEqual({ value: "read 2", readAt: new Date(1_100_000) });
    await lookUp.read("b", load);
    expect(load).toHaveBeenCalledTimes(3);
  });

  it("believes in an absent value for its shorter time", async () => {
    const lookUp = opened(new MemoryCache());
    const load = jest.fn(async () => "");
    await lookUp.read("a", load);
    now += 9_999;
    await lookUp.read("a", load);
    expect(load).toHaveBeenCalledTimes(1);
    now += 1;
    await lookUp.read("a", load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("shortens lifetimes by up to a tenth, so that entries of one moment do not expire together", async () => {
    const lookUp = opened(new MemoryCache(), { codec: null });
    const load = jest.fn(async () => "value");
    random = 0.5;
    await lookUp.read("a", load);
    random = NO_CHANCE;
    now += 94_999;
    await lookUp.read("a", load);
    expect(load).toHaveBeenCalledTimes(1);
    now += 1;
    await lookUp.read("a", load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("takes what another process kept, with the instant at which that one read it", async () => {
    const cache = new MemoryCache();
    const metrics = new Metrics();
    await opened(cache).read("a", async () => "kept");
    now += 50_000;
    const load = jest.fn(async () => "not asked for");
    const other = opened(cache, {}, metrics);
    expect(await other.read("a", load)).toEqual({ value: "kept", readAt: new Date(1_000_000) });
    expect(load).not.toHaveBeenCalled();
    expect(await metrics.text()).toContain('valuegraph_lookups_total{lookup="test",outcome="REDIS"} 1');
    now += 50_000;
    await other.read("a", load);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("reads no entry of another version", async () => {
    const cache = new MemoryCache();
    await opened(cache).read("a", async () => "old shape");
    expect((await opened(cache, { version: 4 }).read("a", async () => "new shape")).value).toBe("new shape");
  });

  it("reads the store once for 500 readers of an expired entry, and answers none of them stale when it is quick", async () => {
    const lookUp = opened(new MemoryCache(), { codec: null });
    await lookUp.read("a", async () => "old");
    now += 100_000;
    const load = jest.fn(async () => "new");
    const answers = await Promise.all(Array.from({ length: 500 }, () => lookUp.read("a", load)));
    expect(new Set(answers.map(({ value }) => value))).toEqual(new Set(["new"]));
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("reads once for 500 readers of a missing entry, and again after a failure", async () => {
    const lookUp = opened(new MemoryCache());
    const load = jest.fn(async () => "value");
    load.mockRejectedValueOnce(new Error("PostgreSQL is away"));
    const failed = await Promise.allSettled(Array.from({ length: 500 }, () => lookUp.read("a", load)));
    expect(new Set(failed.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    await Promise.all(Array.from({ length: 500 }, () => lookUp.read("a", load)));
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("answers stale while the store is slow or fails, within its bound and no longer", async () => {
    const metrics = new Metrics();
    const lookUp = opened(new MemoryCache(), { codec: null }, metrics);
    await lookUp.read("a", async () => "old");
    now += 100_000;
    const { load, answer } = slowStore();
    const stale = await Promise.all(Array.from({ length: 500 }, () => lookUp.read("a", load)));
    expect(new Set(stale.map(({ value, readAt }) => `${value} ${+readAt}`))).toEqual(new Set(["old 1000000"]));
    expect(load).toHaveBeenCalledTimes(1);
    expect(await metrics.text()).toContain('valuegraph_lookups_total{lookup="test",outcome="STALE"} 500');
    answer("new");
    await new Promise(setImmediate);
    expect((await lookUp.read("a", load)).value).toBe("new");

    now += 100_000 + 999_999;
    const away = async () => Promise.reject(new Error("PostgreSQL is away"));
    expect((await lookUp.read("a", away)).value).toBe("new");
    now += 1;
    await expect(lookUp.read("a", away)).rejects.toThrow("PostgreSQL is away");
  });

  it("reads early behind the answer when chance wants it, past Redis, and only near the end of a dear entry", async () => {
    const cache = new MemoryCache();
    const lookUp = opened(cache);
    const slow = async (value: string) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return value;
    };
    await lookUp.read("a", () => slow("old"));
    const load = jest.fn(async () => "new");
    // exp(-1): an entry of 20 ms is read again in the last 20 ms.
    random = 1 - Math.exp(-1);
    now += 99_000;
    await lookUp.read("a", load);
    expect(load).not.toHaveBeenCalled();
    now += 990;
    const answers = await Promise.all(Array.from({ length: 100 }, () => lookUp.read("a", load)));
    expect(new Set(answers.map(({ value }) => value))).toEqual(new Set(["old"]));
    expect(load).toHaveBeenCalledTimes(1);
    random = NO_CHANCE;
    await new Promise(setImmediate);
    expect((await lookUp.read("a", load)).value).toBe("new");
    expect((await opened(cache).read("a", load)).value).toBe("new");
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("forgets in every process that hears of it, also what is being read just then", async () => {
    const cache = new MemoryCache();
    const [here, there] = [opened(cache, { codec: null }), opened(cache, { codec: null })];
    for (const lookUp of [here, there])
      for (const key of ["1:a", "1:b", "2:a"]) await lookUp.read(key, async () => "old");
    const { load, answer } = slowStore();
    const reading = there.read("1:c", load);
    await here.forgetEverywhere("1:");
    const fresh = async () => "new";
    answer("old");
    expect((await reading).value).toBe("old");
    for (const lookUp of [here, there]) {
      const values = ["1:a", "1:b", "1:c", "2:a"].map(async (key) => (await lookUp.read(key, fresh)).value);
      expect(await Promise.all(values)).toEqual(["new", "new", "new", "old"]);
    }
  });

  it.each<[string, Partial<Cache>]>([
    ["throws at once", { get: thrower, set: thrower }],
    ["rejects", { get: async () => thrower(), set: async () => thrower() }],
    ["hangs", { get: never, set: never }],
    ["answers no JSON", { get: async () => "{" }],
    ["answers other JSON", { get: async () => '{"value":{}}' }],
    ["answers null", { get: async () => "null" }],
  ])("answers from the store when Redis %s", async (_, parts) => {
    expect((await opened(cacheOf(parts)).read("a", async () => "value")).value).toBe("value");
  });
});

function thrower(): never {
  throw new Error("the cache is broken");
}
