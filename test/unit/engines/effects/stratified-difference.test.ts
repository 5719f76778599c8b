import fc from "fast-check";
import { stratifiedDifference } from "../../../../src/engines/effects/stratified-difference";
import type { Stratum } from "../../../../src/engines/effects/stratified-ratio";

const stratum = (a: number, n: number, c: number, m: number): Stratum => ({
  treated: { successes: a, trials: n },
  untreated: { successes: c, trials: m },
});

/*
 * Deaths under tolbutamide and placebo by age below 55 and above. Weights 106 x 120/226 = 56.283 and 98 x 85/183 = 45.519 on .033805
 * and .036255; variance (56.283^2 x .00099101 + 45.519^2 x .00357415) / 101.802^2 = .0010175.
 */
const UGDP = [stratum(8, 106, 5, 120), stratum(22, 98, 16, 85)];

it("has the risk difference .035 of the UGDP trial by age, -.028 to .097", () => {
  const { value, interval } = stratifiedDifference(UGDP)!;
  expect([value, interval.low, interval.high].map((figure) => figure.toFixed(3))).toEqual(["0.035", "-0.028", "0.097"]);
});

it("is the plain difference of one stratum, with Wald's interval", () => {
  const { value, interval } = stratifiedDifference([stratum(30, 100, 20, 200)])!;
  const half = 1.959963984540054 * Math.sqrt((0.3 * 0.7) / 100 + (0.1 * 0.9) / 200);
  expect(value).toBeCloseTo(0.2, 12);
  expect(interval.low).toBeCloseTo(0.2 - half, 10);
  expect(interval.high).toBeCloseTo(0.2 + half, 10);
});

it("leaves out strata with one side empty, and says nothing without any", () => {
  expect(stratifiedDifference([...UGDP, stratum(5, 10, 0, 0), stratum(0, 0, 3, 9)])).toEqual(
    stratifiedDifference(UGDP),
  );
  expect(stratifiedDifference([stratum(5, 10, 0, 0)])).toBeNull();
  expect(stratifiedDifference([])).toBeNull();
  expect(stratifiedDifference([stratum(10, 10, 0, 10)])).toEqual({ value: 1, interval: { low: 1, high: 1 } });
  expect(() => stratifiedDifference(UGDP, 1)).toThrow(/Confidence must lie between 0 and 1/);
});

it("turns its sign with the sides, and stays in -1 to 1", () => {
  const side = fc.record({ trials: fc.integer({ min: 1, max: 60 }), part: fc.double({ min: 0, max: 1, noNaN: true }) });
  const proportion = ({ trials, part }: { trials: number; part: number }) => ({
    ...{ successes: Math.round(trials * part), trials },
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(side, side), { minLength: 1, maxLength: 12 }), (drawn) => {
      const strata = drawn.map(([one, other]) => ({ treated: proportion(one), untreated: proportion(other) }));
      const turned = strata.map(({ treated, untreated }) => ({ treated: untreated, untreated: treated }));
      const [forth, back] = [stratifiedDifference(strata)!, stratifiedDifference(turned)!];
      expect(forth.value).toBeCloseTo(-back.value, 12);
      expect(forth.interval.low).toBeCloseTo(-back.interval.high, 12);
      expect(forth.interval.low).toBeGreaterThanOrEqual(-1);
      expect(forth.interval.high).toBeLessThanOrEqual(1);
      expect(forth.interval.low <= forth.value && forth.value <= forth.interval.high).toBe(true);
    }),
  );
});
