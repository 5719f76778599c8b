import fc from "fast-check";
import { laggedCorrelations } from "../../../../src/engines/effects/lagged-correlation";

/* Anscombe 1973, The American Statistician 27, 17-21: four sets of one correlation, .816. */
const X = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
const SETS = [
  [X, [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]],
  [X, [9.14, 8.14, 8.74, 8.77, 9.26, 8.1, 6.13, 3.1, 9.13, 7.26, 4.74]],
  [X, [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73]],
  [
    [8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8],
    [6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.5, 5.56, 7.91, 6.89],
  ],
] as const;

const RULES = { maxLag: 0, minimumPairs: 5 };

it.each(SETS)("reproduces the correlation .816 of Anscombe's quartet", (x, y) => {
  const [only] = laggedCorrelations(x, y, RULES);
  expect(only).toMatchObject({ lag: 0, pairs: 11 });
  expect(only!.value).toBeCloseTo(0.8165, 3);
});

/** Pyper & Peterman's equation written out with loops, and Fisher's interval at one lag. */
function slowly(x: readonly number[], y: readonly number[]) {
  const n = x.length;
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  const auto = (values: readonly number[], centre: number, lag: number): number => {
    let [above, below] = [0, 0];
    for (let t = 0; t < n; t++) below += (values[t]! - centre) ** 2;
    for (let t = 0; t + lag < n; t++) above += (values[t]! - centre) * (values[t + lag]! - centre);
    return ((n / (n - lag)) * above) / below;
  };
  let inverse = 1 / n;
  for (let lag = 1; lag <= Math.floor(n / 5); lag++)
    inverse += (2 / n) * ((n - lag) / n) * auto(x, mx, lag) * auto(y, my, lag);
  const effective = Math.min(n, inverse > 0 ? 1 / inverse : n);
  let [xy, xx, yy] = [0, 0, 0];
  for (let t = 0; t < n; t++) {
    xy += (x[t]! - mx) * (y[t]! - my);
    xx += (x[t]! - mx) ** 2;
    yy += (y[t]! - my) ** 2;
  }
  return { value: xy / Math.sqrt(xx * yy), effective };
}

it("takes as many pairs for independent as a loop over the equation does", () => {
  const series = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
    ...{ minLength: 10, maxLength: 60 },
  });
  fc.assert(
    fc.property(series, (pairs) => {
      const [x, y] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
      const [found] = laggedCorrelations(x, y, RULES);
      if (!found) return expect(new Set(x).size === 1 || new Set(y).size === 1).toBe(true);
      const slow = slowly(x, y);
      expect(found.value).toBeCloseTo(slow.value, 9);
      expect(found.effectivePairs).toBeCloseTo(slow.effective, 6);
      if (found.effectivePairs <= 3) return expect(found.interval).toBeNull();
      const { low, high } = found.interval!;
      expect(low <= found.value + 1e-12 && found.value <= high + 1e-12).toBe(true);
      const half = 1.959963984540054 / Math.sqrt(found.effectivePairs - 3);
      if (Math.abs(found.value) < 0.999) expect(Math.atanh(high) - Math.atanh(low)).toBeCloseTo(2 * half, 6);
    }),
  );
});

it("finds the lag by which one series follows the other, and widens intervals for every lag looked at", () => {
  const x = Array.from({ length: 40 }, (_, t) => (t * 17) % 23);
  const y = x.map((_, t) => (x[t - 4] ?? 3) + ((t * 5) % 3));
  const many = laggedCorrelations(x, y, { maxLag: 10, minimumPairs: 14 });
  expect(many).toHaveLength(11);
  expect(many.reduce((best, one) => (one.value > best.value ? one : best)).lag).toBe(4);
  const width = ({ interval }: (typeof many)[number]): number => interval!.high - interval!.low;
  expect(width(many[0]!)).toBeGreaterThan(width(laggedCorrelations(x, y, { maxLag: 0, minimumPairs: 14 })[0]!));
});

it("says nothing of too few pairs and of what does not vary, and refuses what is no series", () => {
  expect(laggedCorrelations([1, 2, 3], [3, 2, 1], RULES)).toEqual([]);
  expect(laggedCorrelations([5, 5, 5, 5, 5], [1, 2, 3, 4, 5], RULES)).toEqual([]);
  expect(laggedCorrelations([0.1, 0.1, 0.1, 0.1, 0.1], [1, 2, 3, 4, 5], RULES)).toEqual([]);
  const trend = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  expect(laggedCorrelations(trend, trend, { maxLag: 8, minimumPairs: 5 }).map(({ lag }) => lag)).toEqual([
    0, 1, 2, 3, 4, 5,
  ]);
  expect(() => laggedCorrelations([1], [1, 2], RULES)).toThrow(/one length/);
  expect(() => laggedCorrelations([Number.NaN, 1], [1, 2], RULES)).toThrow(/finite/);
});
