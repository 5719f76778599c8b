import { RoaringBitmap32 } from "roaring";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { accountGrowth, tellGrowth } from "../../../../src/features/flows/growth-accounting";
import { type Functional, follows } from "./follows";

const THRESHOLD = 5;
const PARTS = ["new", "retained", "resurrected", "churned"] as const;

/** Who of 60 people was active before and in each of eight periods; some are active rarely, so that many counts are small. */
function randomSlices(random: SeededRandom): readonly RoaringBitmap32[] {
  const shares = Array.from({ length: 60 }, () => random.integer(0, 10));
  return Array.from({ length: 10 }, (_, period) => {
    const busy = period % 3 === 0 ? 0 : 3;
    const active = shares.flatMap((share, person) => (random.integer(1, 12) <= share - busy ? [person] : []));
    return new RoaringBitmap32(active);
  });
}

it("new + resurrected - churned is what the active grew by", () => {
  const random = SeededRandom.fromSeed(1);
  for (let trial = 0; trial < 50; trial++) {
    const slices = randomSlices(random);
    for (const [index, counts] of accountGrowth(slices).entries()) {
      const [before, now] = [slices[index + 1]!.size, slices[index + 2]!.size];
      const { active, net } = tellGrowth(counts, { threshold: 1, roundingBase: 1 })!;
      expect(active).toBe(BigInt(now));
      expect(net).toBe(BigInt(now - before));
      expect(counts.new + counts.resurrected - counts.churned).toBe(net);
    }
  }
});

it("never lets a small count follow from the periods that are told, however they hang together", () => {
  const random = SeededRandom.fromSeed(2);
  let withheld = 0;
  for (let trial = 0; trial < 50; trial++) {
    const periods = accountGrowth(randomSlices(random));
    const place = (period: number, part: (typeof PARTS)[number]): number => period * 4 + PARTS.indexOf(part);
    const sumOf = (...terms: readonly (readonly [place: number, times: number])[]): Functional =>
      Array.from({ length: periods.length * 4 }, (_, index) =>
        terms.reduce((sum, [at, times]) => (at === index ? sum + times : sum), 0),
      );
    const known: Functional[] = [];
    for (const [period, counts] of periods.entries()) {
      // Everybody knows that the active of one period are the retained and churned of the next.
      if (period > 0)
        known.push(
          sumOf(
            [place(period - 1, "new"), 1],
            [place(period - 1, "retained"), 1],
            [place(period - 1, "resurrected"), 1],
            [place(period, "retained"), -1],
            [place(period, "churned"), -1],
          ),
        );
      if (tellGrowth(counts, { threshold: THRESHOLD, roundingBase: 1 }) === null) withheld++;
      else known.push(...PARTS.map((part) => sumOf([place(period, part), 1])));
    }
    for (const [period, counts] of periods.entries())
      for (const part of PARTS)
        if (counts[part] > 0n && counts[part] < BigInt(THRESHOLD))
          expect(follows(sumOf([place(period, part), 1]), known)).toBe(false);
  }
  expect(withheld).toBeGreaterThan(50);
  expect(withheld).toBeLessThan(50 * 8);
});

it("rounds parts, and sums what it rounded", () => {
  const counts = { new: 14n, retained: 16n, resurrected: 25n, churned: 104n };
  expect(tellGrowth(counts, { threshold: 5, roundingBase: 10 })).toEqual({
    new: 10n,
    retained: 20n,
    resurrected: 30n,
    churned: 100n,
    active: 60n,
    net: -60n,
  });
  expect(tellGrowth({ ...counts, resurrected: 4n }, { threshold: 5, roundingBase: 10 })).toBeNull();
  expect(tellGrowth({ ...counts, resurrected: 0n }, { threshold: 5, roundingBase: 10 })).toMatchObject({
    resurrected: 0n,
  });
});
