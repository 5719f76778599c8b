import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { targetGroupIndex } from "../../../../src/engines/numeric/target-group-index";

/** Places 0 to 3: in both, audience only, target only, neither. */
function drawCells(random: SeededRandom, base: number, shares: readonly number[]): number[] {
  const cells = [0, 0, 0, 0];
  for (let person = 0; person < base; person++) {
    let left = random.uniform();
    const place = shares.findIndex((share) => {
      left -= share;
      return left < 0;
    });
    cells[place < 0 ? 3 : place]! += 1;
  }
  return cells;
}

const countsOf = ([both, audienceOnly, targetOnly, neither]: readonly number[]) => ({
  both: both!,
  audience: both! + audienceOnly!,
  target: both! + targetOnly!,
  base: both! + audienceOnly! + targetOnly! + neither!,
});

describe("targetGroupIndex", () => {
  it("is 100 where the audience is like the base, and the ratio of the shares otherwise", () => {
    expect(targetGroupIndex({ both: 30, audience: 100, target: 300, base: 1000 })!.value).toBeCloseTo(100, 12);
    expect(targetGroupIndex({ both: 60, audience: 100, target: 300, base: 1000 })!.value).toBeCloseTo(200, 12);
  });

  it("is certain where the audience is the whole base", () => {
    expect(targetGroupIndex({ both: 300, audience: 1000, target: 300, base: 1000 })).toEqual({
      value: 100,
      low: expect.closeTo(100, 6),
      high: expect.closeTo(100, 6),
    });
  });

  it("reaches from 0 to Wilson's upper end where nobody is in both", () => {
    // Wilson's 95 % interval of 0 in 10 ends at z^2 / (10 + z^2) = .27753; of a base share of .3 that is 92.51.
    expect(targetGroupIndex({ both: 0, audience: 10, target: 300, base: 1000 })).toEqual({
      value: 0,
      low: 0,
      high: expect.closeTo(92.51, 2),
    });
  });

  it("has no value without audience or target", () => {
    expect(targetGroupIndex({ both: 0, audience: 0, target: 300, base: 1000 })).toBeNull();
    expect(targetGroupIndex({ both: 0, audience: 10, target: 0, base: 1000 })).toBeNull();
  });

  it.each([
    { name: "independent", shares: [0.06, 0.14, 0.24, 0.56] },
    { name: "concentrated", shares: [0.15, 0.05, 0.1, 0.7] },
    { name: "most of the base", shares: [0.28, 0.62, 0.02, 0.08] },
  ])("covers the truth in 95 of 100 random bases: $name", ({ shares }) => {
    const random = SeededRandom.fromSeed(7);
    const truth = (100 * (shares[0]! / (shares[0]! + shares[1]!))) / (shares[0]! + shares[2]!);
    const samples = 1_500;
    let covered = 0;
    for (let sample = 0; sample < samples; sample++) {
      const { low, high } = targetGroupIndex(countsOf(drawCells(random, 600, shares)))!;
      if (low <= truth && truth <= high) covered += 1;
    }
    // Three standard errors of 95 % of 1,500 are 1.7 %.
    expect(covered / samples).toBeGreaterThan(0.933);
    expect(covered / samples).toBeLessThan(0.967);
  });

  it.each([
    { both: 5, audience: 4, target: 10, base: 20 },
    { both: 1, audience: 15, target: 10, base: 20 },
    { both: 1.5, audience: 4, target: 10, base: 20 },
    { both: -1, audience: 4, target: 10, base: 20 },
  ])("refuses counts that are no parts of one base: %j", (counts) => {
    expect(() => targetGroupIndex(counts)).toThrow(/must be whole counts of people of one base/);
  });
});
