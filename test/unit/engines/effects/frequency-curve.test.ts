import fc from "fast-check";
import { bestFrequency, capTouches, type TouchCount } from "../../../../src/engines/effects/frequency-curve";
import { wilsonInterval } from "../../../../src/engines/numeric/wilson-interval";

const curve = (counts: readonly (readonly [conversions: number, people: number])[]): readonly TouchCount[] =>
  counts.map(([conversions, people], index) => ({ touches: index + 1, people, conversions }));

describe("the fixture of the case, 8 touches best (capabilities 1.3)", () => {
  const EIGHT = curve([5, 8, 11, 15, 18, 21, 24, 30, 26, 22].map((conversions) => [conversions, 1000]));

  it("has the highest rate .030 at 8, not separable from 5 to 10", () => {
    expect(bestFrequency(EIGHT, 100)).toEqual({ touches: 8, verdict: "NOT_SEPARABLE", from: 5, to: 10 });
    const { low, high } = wilsonInterval({ successes: 30, trials: 1000 })!;
    expect(low).toBeCloseTo(0.021093738829, 11);
    expect(high).toBeCloseTo(0.042503414148, 11);
  });

  it("is separable where its neighbours are far", () => {
    expect(
      bestFrequency(
        curve([
          [5, 1000],
          [80, 1000],
          [9, 1000],
        ]),
        100,
      ),
    ).toEqual({
      // biome-ignore format: one line
      touches: 2,
      verdict: "SEPARABLE",
      from: 2,
      to: 2,
    });
  });
});

/* PathData, conversions by path length 1 to 10 (references P11); z of each against the top: 2.38 1.88 1.68 1.12 1.32 2.65 .66 .77 .92. */
describe("PathData by path length (references P11)", () => {
  const PATHS = curve([
    [3412, 15857],
    [2398, 10808],
    [6343, 28151],
    [1432, 6162],
    [1105, 4826],
    [2411, 11421],
    [594, 2491],
    [454, 1923],
    [291, 1253],
    [213, 853],
  ]);

  it("reproduces the rates", () => {
    const rates = PATHS.map(({ conversions, people }) => (conversions / people).toFixed(6));
    expect(rates).toEqual(
      [".215173 .221873 .225321 .232392 .228968 .211102 .238458 .236089 .232243 .249707"]
        .join()
        .split(" ")
        .map((rate) => `0${rate}`),
    );
  });

  it("ranks 10 on top, which is no significant peak: 7 to 10 may be as good, 6 is not", () => {
    expect(bestFrequency(PATHS, 100)).toEqual({ touches: 10, verdict: "NOT_SEPARABLE", from: 7, to: 10 });
  });

  it("looks at no bucket below the minimum sample, and ends the range there", () => {
    expect(bestFrequency(PATHS, 1000)).toEqual({ touches: 7, verdict: "NOT_SEPARABLE", from: 7, to: 9 });
  });
});

describe("edges", () => {
  it("caps into the last bucket and fills what nobody has", () => {
    const counts = [
      { touches: 1, people: 4, conversions: 1 },
      { touches: 3, people: 2, conversions: 1 },
      { touches: 9, people: 5, conversions: 2 },
    ];
    expect(capTouches(counts, 3)).toEqual([
      { touches: 1, people: 4, conversions: 1 },
      { touches: 2, people: 0, conversions: 0 },
      { touches: 3, people: 7, conversions: 3 },
    ]);
  });

  it("says why there is no best", () => {
    expect(bestFrequency([], 1)).toBe("TOO_FEW_PEOPLE");
    expect(bestFrequency(curve([[3, 99]]), 100)).toBe("TOO_FEW_PEOPLE");
    expect(bestFrequency(curve([[0, 500], [0, 400]]), 100)).toBe("NO_CONVERSIONS"); // biome-ignore format: one line
  });

  it("takes the fewest of equal rates", () => {
    expect(bestFrequency(curve([[1, 10], [5, 100], [10, 200]]), 50)).toMatchObject({ touches: 2 }); // biome-ignore format: one line
  });

  it("refuses what is no count", () => {
    expect(() => capTouches([{ touches: 0, people: 1, conversions: 0 }], 3)).toThrow(/Touches must be at least 1/);
    expect(() => capTouches([], 0)).toThrow(/A cap must be a whole number of at least 1, but got 0/);
    expect(() => bestFrequency([{ touches: 1, people: 1, conversions: 2 }], 1)).toThrow(/2 conversions of 1 people/);
  });

  it("keeps all people, and the best within its range, whatever the curve", () => {
    const counts = fc.array(
      fc.record({ people: fc.integer({ min: 0, max: 5000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 12 }), (drawn, cap) => {
        const points = curve(drawn.map(({ people, share }) => [Math.floor(people * share), people]));
        const capped = capTouches(points, cap);
        const sum = (of: readonly TouchCount[]): number => of.reduce((total, { people }) => total + people, 0);
        expect(sum(capped)).toBe(sum(points));
        const best = bestFrequency(capped, 50);
        if (typeof best === "string") return;
        const rate = ({ conversions, people }: TouchCount): number => conversions / people;
        expect(best.from <= best.touches && best.touches <= best.to).toBe(true);
        for (const point of capped.filter(({ people }) => people >= 50))
          expect(rate(point)).toBeLessThanOrEqual(rate(capped[best.touches - 1]!));
      }),
      { seed: 50 },
    );
  });
});
