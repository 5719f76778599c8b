import fc from "fast-check";
import { proportionRatio } from "../../../../src/engines/numeric/proportion-ratio";
import { twoProportionZ } from "../../../../src/engines/numeric/two-proportion-z";

const proportions = fc
  .tuple(fc.integer({ min: 2, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([trials, share]) => ({ trials, successes: Math.max(1, Math.round(trials * share)) }));

describe("proportionRatio", () => {
  it("gives 1130/50000 over 500/50000 a change of 1.26 with 1.035667970 to 1.509053576, and X2 247.5317", () => {
    const now = { successes: 1_130, trials: 50_000 };
    const base = { successes: 500, trials: 50_000 };
    const { ratio, low, high } = proportionRatio(now, base)!;
    expect(ratio - 1).toBeCloseTo(1.26, 12);
    expect(low - 1).toBeCloseTo(1.03566797, 8);
    expect(high - 1).toBeCloseTo(1.509053576, 8);
    expect(twoProportionZ(now, base)!.z ** 2).toBeCloseTo(247.5317, 4);
  });

  it("has the relative risk 1.82 of the aspirin study, 189/11034 over 104/11037", () => {
    // ln 1.8178 = .5976; sqrt(1/189 - 1/11034 + 1/104 - 1/11037) = .1213; exp(.5976 -+ 1.96 x .1213).
    const ratio = proportionRatio({ successes: 189, trials: 11_034 }, { successes: 104, trials: 11_037 })!;
    expect([ratio.ratio, ratio.low, ratio.high].map((value) => value.toFixed(3))).toEqual(["1.818", "1.433", "2.306"]);
  });

  it("multiplies by the scale: twice the days halve the ratio and both ends", () => {
    const [first, second] = [
      { successes: 30, trials: 100 },
      { successes: 20, trials: 100 },
    ];
    const plain = proportionRatio(first, second)!;
    const scaled = proportionRatio(first, second, { scale: 0.5 })!;
    expect(scaled.ratio).toBeCloseTo(plain.ratio / 2, 12);
    expect(scaled.low).toBeCloseTo(plain.low / 2, 12);
    expect(scaled.high).toBeCloseTo(plain.high / 2, 12);
    // ln 1.5 / sqrt(1/30 - 1/100 + 1/20 - 1/100) = .4054651 / .2516611.
    expect(plain.z).toBeCloseTo(1.6111551, 6);
  });

  it("is null without a success on either side, and without a trial", () => {
    const some = { successes: 1, trials: 10 };
    for (const none of [
      { successes: 0, trials: 10 },
      { successes: 0, trials: 0 },
    ]) {
      expect(proportionRatio(some, none)).toBeNull();
      expect(proportionRatio(none, some)).toBeNull();
    }
  });

  it("has no width where all succeeded on both sides", () => {
    const all = { successes: 10, trials: 10 };
    expect(proportionRatio(all, all)).toMatchObject({ ratio: 1, low: 1, high: 1, z: 0, pValue: 1 });
  });

  it("turns over when its sides are exchanged, and its interval holds 1 just where p is above .05", () => {
    fc.assert(
      fc.property(proportions, proportions, (first, second) => {
        const there = proportionRatio(first, second)!;
        const back = proportionRatio(second, first)!;
        expect(back.ratio * there.ratio).toBeCloseTo(1, 9);
        expect(back.low * there.high).toBeCloseTo(1, 9);
        if (Math.abs(there.pValue - 0.05) > 1e-9) expect(there.low <= 1 && there.high >= 1).toBe(there.pValue > 0.05);
      }),
    );
  });

  it.each([
    [{ scale: 0 }, "A scale must be a finite number above 0, but got 0; pass 1 for none."],
    [{ confidence: 95 }, "Confidence must lie between 0 and 1, both excluded, but got 95; pass 0.95 for 95 %."],
  ])("refuses %p", (options, message) => {
    const some = { successes: 1, trials: 10 };
    expect(() => proportionRatio(some, some, options)).toThrow(message);
  });
});
