import fc from "fast-check";
import { mean, sampleStandardDeviation } from "../../../../src/engines/numeric/mean-and-spread";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { splitMix64 } from "../../../../src/engines/numeric/split-mix";

const DRAWS = 20_000;

function draws(draw: (random: SeededRandom) => number): number[] {
  const random = SeededRandom.fromSeed(20_251_111);
  return Array.from({ length: DRAWS }, () => draw(random));
}

/** Distance of the sample mean from the expected one in standard errors. */
function standardErrors(values: readonly number[], expectedMean: number): number {
  return (Math.abs(mean(values)! - expectedMean) / sampleStandardDeviation(values)!) * Math.sqrt(values.length);
}

describe("splitMix64", () => {
  it("reproduces the outputs of splitmix64.c for seed 1477776061723855037", () => {
    expect(splitMix64(1477776061723855037n, 4)).toEqual([
      1985237415132408290n,
      2979275885539914483n,
      13511426838097143398n,
      8488337342461049707n,
    ]);
  });
});

describe("SeededRandom", () => {
  it("reproduces the outputs of xoshiro128starstar.c 1.1 from the state 1, 2, 3, 4", () => {
    const random = new SeededRandom([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, () => random.uint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("gives the same numbers for a seed and others for the next seed", () => {
    const first = (seed: number) => {
      const random = SeededRandom.fromSeed(seed);
      return Array.from({ length: 3 }, () => random.uint32());
    };
    expect(first(7)).toEqual(first(7));
    expect(first(7)[0]).not.toBe(first(8)[0]);
  });

  it("draws uniforms from 0 to 1 with mean 1/2", () => {
    const values = draws((random) => random.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(standardErrors(values, 0.5)).toBeLessThan(4);
  });

  it("draws every integer of a range equally often", () => {
    const values = draws((random) => random.integer(-1, 5));
    const counts = new Map<number, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2, 3, 4, 5]);
    const expected = DRAWS / 7;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(22.46); // 6 degrees of freedom, p = .001
  });

  it("reaches both ends of the widest range", () => {
    const values = draws((random) => random.integer(0, 2 ** 32 - 1));
    expect(Math.min(...values)).toBeLessThan(2 ** 32 / 1000);
    expect(Math.max(...values)).toBeGreaterThan((2 ** 32 / 1000) * 999);
  });

  it("draws normals with the given mean and standard deviation", () => {
    const values = draws((random) => random.normal(10, 3));
    expect(standardErrors(values, 10)).toBeLessThan(4);
    expect(sampleStandardDeviation(values)).toBeCloseTo(3, 1);
    // 4.55 % lie beyond two standard deviations.
    expect(values.filter((value) => Math.abs(value - 10) > 6).length / DRAWS).toBeCloseTo(0.0455, 2);
  });

  it("draws exponentials whose standard deviation equals their mean", () => {
    const values = draws((random) => random.exponential(4));
    expect(standardErrors(values, 4)).toBeLessThan(4);
    expect(sampleStandardDeviation(values)! / 4).toBeCloseTo(1, 1);
  });

  it.each([0.3, 12, 1300])("draws Poisson counts of mean %p with variance equal to the mean", (lambda) => {
    const random = SeededRandom.fromSeed(1);
    const values = Array.from({ length: 400 }, () => random.poisson(lambda));
    expect(values.every(Number.isSafeInteger)).toBe(true);
    expect(standardErrors(values, lambda)).toBeLessThan(4);
    // The standard error of the ratio is at most sqrt(2 + 1 / lambda) / 20 = .12.
    expect(Math.abs(sampleStandardDeviation(values)! ** 2 / lambda - 1)).toBeLessThan(0.4);
  });

  it("draws 0 for means and spreads of 0", () => {
    const random = SeededRandom.fromSeed(1);
    expect([random.poisson(0), Math.abs(random.exponential(0)), random.normal(5, 0)]).toEqual([0, 0, 5]);
  });

  it("shuffles without losing anything and without touching its input", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const shuffled = SeededRandom.fromSeed(seed).shuffle(items);
        expect(items).toEqual(before);
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...before].sort((a, b) => a - b));
      }),
    );
  });

  it("reaches all 6 orders of 3 items equally often", () => {
    const random = SeededRandom.fromSeed(3);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw += 1) {
      const order = random.shuffle(["a", "b", "c"]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(6);
    expect(chiSquare).toBeLessThan(20.52); // 5 degrees of freedom, p = .001
  });
});
