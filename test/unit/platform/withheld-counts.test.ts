import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { suppressPartition } from "../../../src/platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../../src/platform/withheld-counts";

const counted = (counts: Readonly<Record<string, readonly [count: number, rank: number | null]>>) =>
  new Map<string, RankedCount>(
    Object.entries(counts).map(([name, [count, rank]]) => [name, { count: BigInt(count), rank }]),
  );

const withheld = (counts: Parameters<typeof counted>[0], sums: readonly CountSum[]): readonly string[] =>
  [...withheldCounts(counted(counts), sums, 50)].sort();

it("withholds of a partition what suppressPartition withholds", () => {
  const random = SeededRandom.fromSeed(3);
  const sizes = [0, 3, 20, 40, 60, 200, 900];
  for (let trial = 0; trial < 300; trial++) {
    const parts = Array.from({ length: random.integer(2, 6) }, () => sizes[random.integer(0, sizes.length - 1)]!);
    const total = parts.reduce((sum, part) => sum + part, 0);
    if (total < 50) continue; // its total is small as well
    const counts = counted({
      total: [total, 1],
      ...Object.fromEntries(parts.map((part, index) => [`${index}`, [part, 0]])),
    });
    const told = withheldCounts(counts, [{ whole: "total", parts: parts.map((_, index) => `${index}`) }], 50);
    const expected = suppressPartition(parts.map(BigInt), 50);
    const sum = (names: readonly (readonly [number, boolean])[]): number =>
      names.reduce((s, [part, out]) => s + (out ? part : 0), 0);
    // Equal parts may stand in for each other, so sizes are compared.
    expect([parts, sum(parts.map((part, index) => [part, told.has(`${index}`)]))]).toEqual([
      parts,
      sum(parts.map((part, index) => [part, expected.counts[index] === null])),
    ]);
  }
});

it("sees what follows from several sums at once", () => {
  // Neither sum alone has the difference as its only unknown, but a and ab give it: 2 x 160 - 300.
  const sums = [
    { whole: "ab", parts: ["a", "b"] },
    { whole: "a", parts: ["b", "difference"] },
  ];
  const counts = { ab: [300, 3], b: [140, null], difference: [20, null] } as const;
  expect(withheld({ ...counts, a: [160, 2] }, sums)).toEqual(["a"]);
  expect(withheld({ ...counts, a: [160, null] }, sums)).toEqual([]);
});

it("withholds low ranks first, empty counts last, and tells again what others protect by then", () => {
  const small = { whole: "total", parts: ["small", "zero", "large", "larger"] };
  const parts = { small: [4, 0], zero: [0, 0], large: [100, 0], larger: [200, 0], total: [304, 1] } as const;
  expect(withheld(parts, [small])).toEqual(["large", "small"]);
  // Both sums give the small one; large goes for the first, larger for the second, which protects the first as well.
  const again = { whole: "other", parts: ["small", "larger"] };
  expect(withheld({ ...parts, other: [204, 1] }, [small, again])).toEqual(["larger", "small"]);
});

it("withholds nothing with a threshold of 1", () => {
  const counts = counted({ total: [3, 1], one: [1, 0], two: [2, 0] });
  expect(withheldCounts(counts, [{ whole: "total", parts: ["one", "two"] }], 1).size).toBe(0);
});

it.each([
  ["as its whole and as a part", { whole: "a", parts: ["a", "b"] }],
  ["as two parts", { whole: "b", parts: ["a", "a"] }],
])("refuses a sum that names a count %s, which nothing could protect", (_, sum) => {
  expect(() => withheld({ a: [20, 0], b: [80, 1] }, [sum])).toThrow("A sum must name each count once, but");
});
