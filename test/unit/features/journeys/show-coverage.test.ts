import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { type CoverageCounts, showCoverage } from "../../../../src/features/journeys/coverage";
import { isCombination } from "./linear-attack";

const CODES = ["A", "B", "C", "D"];
const bitsOf = (group: number): number => CODES.filter((_, index) => group & (1 << index)).length;

/** Counts of platforms whose Venn groups have these sizes: group g (bits) is on platform i where bit i of g is set. */
function countsOf(platforms: number, groups: readonly number[]): CoverageCounts {
  const sum = (isIn: (group: number) => boolean): bigint =>
    BigInt(groups.reduce((total, size, group) => total + (isIn(group) ? size : 0), 0));
  const people = sum((group) => group > 0);
  return {
    people,
    acrossPlatforms: sum((group) => bitsOf(group) > 1),
    oneSource: people,
    oneIdentity: people,
    platforms: CODES.slice(0, platforms).map((platform, index) => ({
      platform,
      touches: 1n,
      people: sum((group) => (group & (1 << index)) !== 0),
      alsoElsewhere: sum((group) => (group & (1 << index)) !== 0 && bitsOf(group) > 1),
    })),
  };
}

/** The counts of people that an answer tells, by place; null where withheld. */
const told = (counts: CoverageCounts, threshold: number): readonly (bigint | null)[] => {
  const { people, acrossPlatforms, sumOfPlatforms, platforms } = showCoverage(counts, { threshold, roundingBase: 1 });
  return [people, acrossPlatforms, sumOfPlatforms, ...platforms.flatMap((one) => [one.people, one.alsoElsewhere])];
};

it("does not tell who is on all three platforms by what their sum is beyond the total", () => {
  // Each alone 100, each pair 60, one person on all three.
  const counts = countsOf(3, [0, 100, 100, 60, 100, 60, 60, 1]);
  const { people, acrossPlatforms, sumOfPlatforms } = showCoverage(counts, { threshold: 50, roundingBase: 1 });
  expect(counts.platforms.map(({ people }) => people)).toEqual([221n, 221n, 221n]);
  expect([people, acrossPlatforms, sumOfPlatforms]).toContain(null);
  expect(told(counts, 1)).not.toContain(null);
});

it("does not tell a pair of three platforms by who is across platforms and not on the third", () => {
  // On B and C alone one person; across platforms 121, of whom 120 are on A.
  const counts = countsOf(3, [0, 100, 100, 60, 100, 60, 1, 0]);
  const { acrossPlatforms, platforms } = showCoverage(counts, { threshold: 50, roundingBase: 1 });
  expect(acrossPlatforms === null || platforms[0]!.alsoElsewhere === null).toBe(true);
});

it.each([2, 3, 4])("leaves no small group to be computed, with %i platforms", (platforms) => {
  const places = Array.from({ length: 2 ** platforms }, (_, group) => group);
  const unit = (group: number): number[] => places.map((one) => (one === group ? 1 : 0));
  /** How often each Venn group is in each count: counts are linear in the groups' sizes. */
  const units = places.map((group) => told(countsOf(platforms, unit(group)), 1).map(Number));
  const random = SeededRandom.fromSeed(platforms);
  let known = 0;
  for (let trial = 0; trial < 150; trial++) {
    const sizes = [0, 3, 20, 60, 200, 900];
    const groups = places.map((group) => (group === 0 ? 0 : sizes[random.integer(0, sizes.length - 1)]!));
    const vectors = told(countsOf(platforms, groups), 50).flatMap((count, place) =>
      count === null ? [] : [places.map((group) => units[group]![place]!)],
    );
    known += vectors.length;
    for (const group of places.filter((one) => groups[one]! > 0 && groups[one]! < 50))
      expect([groups, group, isCombination(unit(group), vectors)]).toEqual([groups, group, false]);
  }
  expect(known).toBeGreaterThan(150); // suppressing everything would pass as well
});
