import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { doublingTime, growthRate } from "../../../../src/engines/search/growth-rate";

/** Quarterly deaths from AIDS in Australia, 1983 to 1986: Dobson 1990, An Introduction to Generalized Linear Models. */
const AIDS = [0, 1, 2, 3, 1, 4, 9, 18, 23, 31, 20, 25, 37, 45];

/** Log-likelihood without what no parameter changes, its intercept maximised out. */
function logLikelihood(counts: readonly number[], rate: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const scale = counts.reduce((sum, _, day) => sum + Math.exp(rate * day), 0);
  return counts.reduce((sum, count, day) => sum + count * (rate * day + Math.log(total / scale)), 0) - total;
}

/** The obvious way: the best of ever finer grids. */
function gridRate(counts: readonly number[]): number {
  let [centre, width] = [0, 4];
  for (let round = 0; round < 12; round++, width /= 5) {
    const points = Array.from({ length: 41 }, (_, index) => centre + (width * (index - 20)) / 20);
    centre = points.reduce((best, point) =>
      logLikelihood(counts, point) > logLikelihood(counts, best) ? point : best,
    );
  }
  return centre;
}

describe("growthRate", () => {
  it("fits Dobson's deaths from AIDS: 0.2565 a quarter", () => {
    expect(growthRate(AIDS)!.rate).toBeCloseTo(0.2565, 4);
  });

  it("is exact for exact doubling, and the interval then that of a Poisson variable", () => {
    const fit = growthRate([1, 2, 4, 8, 16, 32, 64])!;
    expect(fit.rate).toBeCloseTo(Math.LN2, 12);
    // By hand: total 127, mean day 642 / 127, variance of days 1.7189..., so an error of 1 / sqrt(127 x 1.7189); t(5) = 2.570582.
    const mean = (2 + 8 + 24 + 64 + 160 + 384) / 127;
    const spread = (2 + 16 + 72 + 256 + 800 + 2304) / 127 - mean ** 2;
    const half = 2.5705818 / Math.sqrt(127 * spread);
    expect(fit.interval.high - fit.rate).toBeCloseTo(half, 6);
    expect(fit.rate - fit.interval.low).toBeCloseTo(half, 6);
    expect(doublingTime(fit)!.days).toBeCloseTo(1, 12);
  });

  it("finds the maximum of the likelihood that a slow search finds", () => {
    const random = SeededRandom.fromSeed(41);
    for (let round = 0; round < 60; round++) {
      const counts = Array.from({ length: random.integer(5, 20) }, () => random.integer(0, random.integer(1, 40)));
      if (counts.filter((count) => count > 0).length < 2) continue;
      expect(growthRate(counts)!.rate).toBeCloseTo(gridRate(counts), 4);
    }
  });

  it("widens with counts that scatter more than a Poisson variable", () => {
    const width = (counts: readonly number[]): number => {
      const { low, high } = growthRate(counts)!.interval;
      return high - low;
    };
    expect(width([60, 140, 60, 140, 60, 140, 100])).toBeGreaterThan(2 * width([100, 100, 100, 100, 100, 100, 100]));
  });

  it("has no rate when fewer than two days have a count, and refuses what is no count of days", () => {
    expect(growthRate([0, 0, 0, 0, 9])).toBeNull();
    expect(growthRate([0, 0, 0, 0, 0])).toBeNull();
    expect(() => growthRate([1, 2, 3, 4])).toThrow(
      "Daily counts must be at least 5 whole numbers of at least 0, but got 1, 2, 3, 4.",
    );
    expect(() => growthRate([1, 2, 3, 4, -1])).toThrow("Daily counts must be");
  });
});

describe("doublingTime", () => {
  it("is ln 2 by the rate, its ends those of the rate the other way round", () => {
    const time = doublingTime({ rate: 0.2, interval: { low: 0.1, high: 0.4 } })!;
    expect([time.days, time.low, time.high]).toEqual([Math.LN2 / 0.2, Math.LN2 / 0.4, Math.LN2 / 0.1]);
  });

  it("has no upper end where no growth is as likely, and is null where nothing grows", () => {
    expect(doublingTime({ rate: 0.1, interval: { low: -0.1, high: 0.3 } })).toMatchObject({ high: null });
    expect(doublingTime({ rate: 0, interval: { low: -0.1, high: 0.1 } })).toBeNull();
    expect(doublingTime({ rate: -0.1, interval: { low: -0.2, high: 0.1 } })).toBeNull();
  });
});
