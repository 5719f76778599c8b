import { RoaringBitmap32 } from "roaring";
import { LeafCache } from "../../../../src/features/audiences/leaf-cache";

/** 1,000 scattered members: 2 bytes each and a few of frame, so 2,000 to 3,000 bytes with the key. */
const scattered = async (): Promise<RoaringBitmap32> =>
  new RoaringBitmap32(Array.from({ length: 1_000 }, (_, index) => index * 7));

it("asks once for each key, also when many wait for it at the same time", async () => {
  const cache = new LeafCache();
  let asked = 0;
  const load = async (): Promise<RoaringBitmap32> => {
    asked++;
    return RoaringBitmap32.of(1, 2);
  };
  const [first, second] = await Promise.all([cache.get("a", load), cache.get("a", load)]);
  expect(await cache.get("a", load)).toBe(first);
  expect(second).toBe(first);
  expect(asked).toBe(1);
  await cache.get("b", load);
  expect(asked).toBe(2);
});

it("shares bitmaps that nobody can change", async () => {
  const people = await new LeafCache().get("a", async () => RoaringBitmap32.of(1));
  expect(() => people.add(2)).toThrow("frozen");
});

it("stays within its bytes, the longest unused leaving first", async () => {
  const cache = new LeafCache(8_000);
  for (const key of ["a", "b", "c"]) await cache.get(key, scattered);
  await cache.get("a", scattered);
  await cache.get("d", scattered); // takes the place of b
  expect(cache.bytes).toBeGreaterThan(6_000);
  expect(cache.bytes).toBeLessThanOrEqual(8_000);
  const asked: string[] = [];
  for (const key of ["a", "c", "d", "b"]) {
    await cache.get(key, () => {
      asked.push(key);
      return scattered();
    });
  }
  expect(asked).toEqual(["b"]);
});

it("forgets a failure", async () => {
  const cache = new LeafCache();
  await expect(cache.get("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect((await cache.get("a", async () => RoaringBitmap32.of(3))).toArray()).toEqual([3]);
});

it("tells how often it knew the answer", async () => {
  const cache = new LeafCache();
  for (const key of ["a", "a", "b"]) await cache.get(key, scattered);
  expect(cache.answers).toEqual({ known: 1, loaded: 2 });
  expect([cache.has("a"), cache.has("c")]).toEqual([true, false]);
});

it("forgets what was on its way when it was told to", async () => {
  const cache = new LeafCache();
  let answer: (people: RoaringBitmap32) => void = () => undefined;
  const asked = cache.get("a", () => new Promise((resolve) => (answer = resolve)));
  cache.clear();
  answer(RoaringBitmap32.of(1));
  expect((await asked).toArray()).toEqual([1]);
  expect(cache.has("a")).toBe(false);
  expect((await cache.get("a", async () => RoaringBitmap32.of(2))).toArray()).toEqual([2]);
});
