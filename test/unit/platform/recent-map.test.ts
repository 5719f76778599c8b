import { RecentMap } from "../../../src/platform/cache/recent-map";

const SIZE = 20;
const KEYS = Array.from({ length: 10 * SIZE }, (_, key) => key);

/** A map that was given every key in order; a read changes what is remembered, so each question takes a fresh one. */
const filled = (): RecentMap<number, string> => {
  const map = new RecentMap<number, string>(SIZE);
  for (const key of KEYS) map.set(key, `v${key}`);
  return map;
};

it("remembers as many as asked of those set last, and at most twice as many", () => {
  const known = KEYS.filter((key) => filled().get(key) === `v${key}`);
  expect(known).toEqual(KEYS.slice(-known.length));
  expect(known.length).toBeGreaterThanOrEqual(SIZE);
  expect(known.length).toBeLessThan(2 * SIZE);
});

it("never forgets what is used all the time", () => {
  const map = new RecentMap<number, string>(SIZE);
  map.set(-1, "used");
  for (const key of KEYS) {
    map.set(key, "");
    expect(map.get(-1)).toBe("used");
  }
});

it("answers the newest value of a key and forgets all when cleared", () => {
  const map = new RecentMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 1);
  map.set("a", 2);
  expect([map.get("a"), map.has("b"), map.has("c")]).toEqual([2, true, false]);
  map.clear();
  expect([map.has("a"), map.has("b")]).toEqual([false, false]);
});
