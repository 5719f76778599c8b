import { RoaringBitmap32 } from "roaring";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { crossPlatforms, type ReachCounts } from "../../../../src/features/journeys/reach";
import { reachSums } from "../../../../src/features/journeys/reach-sums";
import { showReach } from "../../../../src/features/journeys/show-reach";
import { withheldCounts } from "../../../../src/platform/withheld-counts";
import { isCombination } from "./linear-attack";

const CODES = ["A", "B", "C", "D", "E"];

/** Counts of platforms whose Venn groups have these sizes: group g (bits) is on platform i where bit i of g is set. */
function countsOf(platforms: number, groups: readonly number[]): ReachCounts {
  let next = 0;
  const people = CODES.slice(0, platforms).map(() => new RoaringBitmap32());
  for (const [group, size] of groups.entries())
    for (let member = 0; member < size; member++, next++)
      for (const [index, bitmap] of people.entries()) if (group & (1 << index)) bitmap.add(next);
  return crossPlatforms(people.map((bitmap, index) => ({ platform: CODES[index]!, touches: 0n, people: bitmap })));
}

it("crosses platforms by inclusion and exclusion", () => {
  // On A alone 100, on B alone 60, on both 40, on C alone 7, on A and C 5, on B and C 3, on all 2.
  const counts = countsOf(3, [0, 100, 60, 40, 7, 5, 3, 2]);
  expect(counts).toEqual({
    total: 217n,
    platforms: [
      { platform: "A", touches: 0n, people: 147n, unique: 100n, incremental: 147n },
      { platform: "B", touches: 0n, people: 105n, unique: 60n, incremental: 63n },
      { platform: "C", touches: 0n, people: 17n, unique: 7n, incremental: 7n },
    ],
    overlaps: [
      { platforms: ["A", "B"], people: 42n },
      { platforms: ["A", "C"], people: 7n },
      { platforms: ["B", "C"], people: 5n },
    ],
    overlapOfAll: 2n,
    groups: [0n, 100n, 60n, 40n, 7n, 5n, 3n, 2n],
  });
});

it("names sums that hold", () => {
  const random = SeededRandom.fromSeed(5);
  for (let trial = 0; trial < 200; trial++) {
    const platforms = random.integer(1, 4);
    const counts = countsOf(
      platforms,
      Array.from({ length: 2 ** platforms }, () => random.integer(0, 9)),
    );
    const { named, sums } = reachSums(counts);
    for (const { whole, parts } of sums)
      expect([whole, parts.reduce((sum, part) => sum + named.get(part)!.count, 0n)]).toEqual([
        whole,
        named.get(whole)!.count,
      ]);
  }
});

describe("suppression", () => {
  it("tells everything where no group is small", () => {
    const shown = showReach(countsOf(2, [0, 100, 80, 60]), { threshold: 50, roundingBase: 1 });
    expect(shown).toMatchObject({ total: 240n, overlaps: [{ people: 60n }], overlapOfAll: 60n });
    expect(shown.platforms.map(({ uniquePeople, incrementalPeople }) => [uniquePeople, incrementalPeople])).toEqual([
      [100n, 160n],
      [80n, 80n],
    ]);
  });

  it("withholds a small overlap, and one reach so that it does not follow from the total", () => {
    // 160 and 120 people, 10 on both, 270 in all: 160 + 120 - 270 would be the 10.
    const shown = showReach(countsOf(2, [0, 150, 110, 10]), { threshold: 50, roundingBase: 1 });
    expect(shown.overlaps[0]!.people).toBeNull();
    expect(shown.total).toBe(270n);
    const [a, b] = shown.platforms.map(({ people }) => people);
    expect(a === null || b === null).toBe(true);
  });

  it.each([1, 2, 3, 4, 5])("leaves no small group to be computed, with %i platforms", (platforms) => {
    const places = Array.from({ length: 2 ** platforms }, (_, group) => group);
    /** How often each Venn group is in a count: counts are linear in the groups' sizes. */
    const units = places.map(
      (group) =>
        reachSums(
          countsOf(
            platforms,
            places.map((one) => (one === group ? 1 : 0)),
          ),
        ).named,
    );
    const vectorOf = (name: string): number[] => units.map((named) => Number(named.get(name)!.count));
    const random = SeededRandom.fromSeed(platforms);
    let told = 0;
    for (let trial = 0; trial < 100; trial++) {
      const sizes = [0, 3, 20, 60, 200, 900];
      const groups = places.map(() => sizes[random.integer(0, sizes.length - 1)]!);
      const { named, sums } = reachSums(countsOf(platforms, groups));
      const withheld = withheldCounts(named, sums, 50);
      const known = [...named].flatMap(([name, { rank }]) =>
        rank === null || withheld.has(name) ? [] : [vectorOf(name)],
      );
      told += known.length;
      const small = [...named].filter(([, { count }]) => count > 0n && count < 50n).map(([name]) => vectorOf(name));
      const venn = places.filter((group) => platforms < 5 && group > 0 && groups[group]! > 0 && groups[group]! < 50);
      small.push(...venn.map((group) => places.map((one) => (one === group ? 1 : 0))));
      for (const target of small)
        expect([groups, target, isCombination(target, known)]).toEqual([groups, target, false]);
    }
    expect(told).toBeGreaterThan(100); // suppressing everything would pass as well
  });
});
