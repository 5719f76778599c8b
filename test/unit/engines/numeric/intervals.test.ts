import fc from "fast-check";
import { twoProportionZ } from "../../../../src/engines/numeric/two-proportion-z";
import { wilsonInterval } from "../../../../src/engines/numeric/wilson-interval";

const proportions = fc
  .tuple(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([trials, share]) => ({ trials, successes: Math.round(trials * share) }));

describe("wilsonInterval", () => {
  it("is .2366 to .7634 for 5 of 10", () => {
    // Centre .5; half width z sqrt(.25/10 + z^2/400) / (1 + z^2/10) with z = 1.959964.
    const interval = wilsonInterval({ successes: 5, trials: 10 });
    expect(interval!.low).toBeCloseTo(0.2365931, 7);
    expect(interval!.high).toBeCloseTo(0.7634069, 7);
  });

  it("starts at exactly 0 without a success and ends at exactly 1 without a failure", () => {
    // The other end is z^2 / (n + z^2) from its side.
    expect(wilsonInterval({ successes: 0, trials: 10 })).toEqual({ low: 0, high: expect.closeTo(0.2775328, 7) });
    expect(wilsonInterval({ successes: 10, trials: 10 })).toEqual({ low: expect.closeTo(0.7224672, 7), high: 1 });
  });

  it("widens with the confidence", () => {
    // The same form with z = 2.575829: half width .3157745.
    const wide = wilsonInterval({ successes: 5, trials: 10 }, 0.99);
    expect(wide!.low).toBeCloseTo(0.1842255, 7);
  });

  it("is null without trials", () => {
    expect(wilsonInterval({ successes: 0, trials: 0 })).toBeNull();
  });

  it("lies within 0 and 1, holds the rate and solves the score equation", () => {
    fc.assert(
      fc.property(proportions, (proportion) => {
        const { low, high } = wilsonInterval(proportion)!;
        const rate = proportion.successes / proportion.trials;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(rate);
        expect(high).toBeGreaterThanOrEqual(rate);
        // At an end p the score (rate - p) / sqrt(p (1 - p) / n) is z by definition.
        if (high < 1) {
          expect((high - rate) / Math.sqrt((high * (1 - high)) / proportion.trials)).toBeCloseTo(1.959964, 5);
        }
      }),
    );
  });
});

describe("twoProportionZ", () => {
  it("reproduces statsmodels proportions_ztest for 5/83 and 12/99 (z -1.4078304151, p .1591812918)", () => {
    const test = twoProportionZ({ successes: 5, trials: 83 }, { successes: 12, trials: 99 });
    expect(test!.z).toBeCloseTo(-1.4078304151, 10);
    expect(test!.pValue).toBeCloseTo(0.1591812918, 10);
  });

  it("separates 8 touches from 4, but not from 5, 6, 7, 9 and 10 (z 2.26; 1.75 1.28 .83 .54 1.12)", () => {
    const z = (successes: number) =>
      twoProportionZ({ successes: 30, trials: 1000 }, { successes, trials: 1000 })!.z.toFixed(2);
    expect([15, 18, 21, 24, 26, 22].map(z)).toEqual(["2.26", "1.75", "1.28", "0.83", "0.54", "1.12"]);
  });

  it("finds equal samples alike, also where the variance is 0", () => {
    expect(twoProportionZ({ successes: 3, trials: 9 }, { successes: 1, trials: 3 })).toEqual({ z: 0, pValue: 1 });
    expect(twoProportionZ({ successes: 0, trials: 9 }, { successes: 0, trials: 3 })).toEqual({ z: 0, pValue: 1 });
    expect(twoProportionZ({ successes: 9, trials: 9 }, { successes: 3, trials: 3 })).toEqual({ z: 0, pValue: 1 });
  });

  it("is null where a sample has no trials", () => {
    expect(twoProportionZ({ successes: 0, trials: 0 }, { successes: 1, trials: 3 })).toBeNull();
  });

  it("changes sign and keeps p when the samples are swapped", () => {
    fc.assert(
      fc.property(proportions, proportions, (first, second) => {
        const forth = twoProportionZ(first, second)!;
        const back = twoProportionZ(second, first)!;
        expect(back.z).toBeCloseTo(-forth.z, 9);
        expect(back.pValue).toBeCloseTo(forth.pValue, 9);
      }),
    );
  });
});
