import fc from "fast-check";
import { type Stratum, standardisedRate, stratifiedRatio } from "../../../../src/engines/effects/stratified-ratio";
import { proportionRatio } from "../../../../src/engines/numeric/proportion-ratio";

const stratum = (a: number, n: number, c: number, m: number): Stratum => ({
  treated: { successes: a, trials: n },
  untreated: { successes: c, trials: m },
});

/* Deaths under tolbutamide and placebo by age below 55 and above: 8/106, 5/120; 22/98, 16/85. */
const UGDP = [stratum(8, 106, 5, 120), stratum(22, 98, 16, 85)];

/* R = 8 x 120/226 + 22 x 85/183, S = 5 x 106/226 + 16 x 98/183: 14.4665 / 10.9135; variance of the logarithm .0671. */
it("has the risk ratio 1.33 of the UGDP trial by age, .80 to 2.20", () => {
  const { ratio, interval } = stratifiedRatio(UGDP)!;
  expect([ratio, interval!.low, interval!.high].map((value) => value.toFixed(2))).toEqual(["1.33", "0.80", "2.20"]);
});

it("is the plain ratio of one stratum, with nearly its interval", () => {
  const one = stratifiedRatio([stratum(61, 1000, 50, 1000)])!;
  const plain = proportionRatio({ successes: 61, trials: 1000 }, { successes: 50, trials: 1000 })!;
  expect(one.ratio).toBeCloseTo(1.22, 12);
  expect(one.interval!.low).toBeCloseTo(plain.low, 10);
  expect(one.interval!.high).toBeCloseTo(plain.high, 10);
});

it("leaves out strata with one side empty", () => {
  expect(stratifiedRatio([...UGDP, stratum(5, 10, 0, 0), stratum(0, 0, 3, 9)])).toEqual(stratifiedRatio(UGDP));
  expect(standardisedRate([...UGDP, stratum(5, 10, 0, 0)])).toBe(standardisedRate(UGDP));
});

it("has no ratio without a base, and no interval without a success", () => {
  expect(stratifiedRatio([stratum(5, 10, 0, 10)])).toBeNull();
  expect(stratifiedRatio([stratum(0, 10, 5, 10)])).toEqual({ ratio: 0, interval: null });
  expect(stratifiedRatio([])).toBeNull();
  expect(standardisedRate([])).toBeNull();
  expect(() => stratifiedRatio(UGDP, 1)).toThrow(/Confidence must lie between 0 and 1/);
});

it("weighs the rates of the untreated by the treated", () => {
  // 106 of 204 at 5/120, 98 at 16/85.
  expect(standardisedRate(UGDP)).toBeCloseTo((106 * (5 / 120) + 98 * (16 / 85)) / 204, 12);
});

it("finds no ratio but 1 where both sides of every stratum have one rate, however different the strata", () => {
  const strata = fc.array(
    fc.record({
      rate: fc.integer({ min: 1, max: 9 }),
      n: fc.integer({ min: 1, max: 50 }),
      m: fc.integer({ min: 1, max: 50 }),
    }),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(strata, (drawn) => {
      const alike = drawn.map(({ rate, n, m }) => stratum(rate * n, 10 * n, rate * m, 10 * m));
      const { ratio, interval } = stratifiedRatio(alike)!;
      expect(ratio).toBeCloseTo(1, 9);
      expect(interval!.low <= ratio && ratio <= interval!.high).toBe(true);
    }),
    { seed: 62 },
  );
});
