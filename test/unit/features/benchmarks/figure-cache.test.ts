import type { ExactFigure } from "../../../../src/features/benchmarks/brand-benchmark";
import { FigureCache } from "../../../../src/features/benchmarks/figure-cache";
import type { Cache } from "../../../../src/platform/cache/cache";
import { MemoryCache } from "../../../../src/platform/cache/memory-cache";
import { exactShare, standing } from "./figures";

const key = { organisationId: "o", benchmarkId: "b", brandId: 7 };
/** Numbers that JSON would lose: past 2^53, and one that takes 17 digits. */
const figures: readonly ExactFigure[] = [
  { ...exactShare("STAGE_REACH:AWARE>APPEAL", 1, 3, standing(0.1 + 0.2, 0.01)), denominator: 2n ** 60n + 1n },
];

const cacheOf = (parts: Partial<Cache>): Cache => ({
  get: async () => null,
  set: async () => undefined,
  ping: async () => true,
  close: async () => undefined,
  ...parts,
});

/** Counts calls, and answers a moment later. */
function loader(answer: readonly ExactFigure[] = figures) {
  const load = jest.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return answer;
  });
  return load;
}

describe("FigureCache", () => {
  it("answers the same figures from the cache as from the store, to the last digit", async () => {
    const cache = new MemoryCache();
    const load = loader();
    expect(await new FigureCache(cache).read(key, load)).toEqual(figures);
    expect(await new FigureCache(cache).read(key, load)).toEqual(figures);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("keeps refreshes, brands and organisations apart", async () => {
    const cache = new FigureCache(new MemoryCache());
    const load = loader();
    await cache.read(key, load);
    await cache.read({ ...key, benchmarkId: "c" }, load);
    await cache.read({ ...key, brandId: 8 }, load);
    await cache.read({ ...key, organisationId: "p" }, load);
    expect(load).toHaveBeenCalledTimes(4);
  });

  it("loads once for 500 readers at a time, and again after a failure", async () => {
    const cache = new FigureCache(cacheOf({}));
    const load = loader();
    load.mockRejectedValueOnce(new Error("PostgreSQL is away"));
    const failed = await Promise.allSettled(Array.from({ length: 500 }, () => cache.read(key, load)));
    expect(new Set(failed.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    const answers = await Promise.all(Array.from({ length: 500 }, () => cache.read(key, load)));
    expect(new Set(answers)).toEqual(new Set([figures]));
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("believes in absent figures for seconds and in figures for an hour", async () => {
    const set = jest.fn(async () => undefined);
    const cache = new FigureCache(cacheOf({ set }));
    await cache.read(key, loader([]));
    await cache.read(key, loader());
    expect(set.mock.calls.map((call: unknown[]) => call[2])).toEqual([5, 3_600]);
  });

  const never = (): Promise<never> => new Promise(() => undefined);
  it.each<[string, Partial<Cache>]>([
    ["throws at once", { get: thrower, set: thrower }],
    ["rejects", { get: async () => thrower(), set: async () => thrower() }],
    ["hangs", { get: never, set: never }],
    ["answers no JSON", { get: async () => "{" }],
    ["answers other JSON", { get: async () => '[{"numerator":{}}]' }],
    ["answers null", { get: async () => "null" }],
  ])("answers from the store when the cache %s", async (_, parts) => {
    expect(await new FigureCache(cacheOf(parts)).read(key, loader())).toEqual(figures);
  });
});

function thrower(): never {
  throw new Error("the cache is broken");
}
