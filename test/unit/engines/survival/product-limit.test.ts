import fc from "fast-check";
import { arrivalQuantile, type Followed, productLimit } from "../../../../src/engines/survival/product-limit";

const arrived = (...days: number[]): readonly Followed[] => days.map((day) => ({ days: day, arrived: 1, censored: 0 }));
const censored = (...days: number[]): readonly Followed[] =>
  days.map((day) => ({ days: day, arrived: 0, censored: 1 }));

/** Weeks of remission of 21 leukaemia patients each: Freireich et al. 1963, as in Cox & Oakes 1984, table 1.1. */
const MERCAPTOPURINE = [
  ...arrived(6, 6, 6, 7, 10, 13, 16, 22, 23),
  ...censored(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
];
const PLACEBO = arrived(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23);

describe("productLimit", () => {
  it("reproduces the estimate of remission under 6-mercaptopurine: .857 .807 .753 .690 .627 .538 .448, median 23", () => {
    const steps = productLimit(MERCAPTOPURINE);
    expect(steps.map(({ days, atRisk, notArrived }) => [days, atRisk, notArrived.toFixed(3)])).toEqual([
      [6, 21, "0.857"],
      [7, 17, "0.807"],
      [10, 15, "0.753"],
      [13, 12, "0.690"],
      [16, 11, "0.627"],
      [22, 7, "0.538"],
      [23, 6, "0.448"],
    ]);
    expect(arrivalQuantile(steps, 0.5)!.days).toBe(23);
    expect(arrivalQuantile(steps, 0.25)!.days).toBe(13);
    expect(arrivalQuantile(steps, 0.9)).toBeNull();
  });

  it("has the median 8 of the placebo group, where nobody is censored", () => {
    const steps = productLimit(PLACEBO);
    expect(arrivalQuantile(steps, 0.5)!.days).toBe(8);
    expect(steps.at(-1)!.notArrived).toBe(0);
  });

  it("is the share of those who arrived where nobody is censored before, and counts people of a day together", () => {
    const days = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(days, fc.constantFrom(0.1, 0.25, 0.5, 0.75, 0.9, 1), (times, share) => {
        const steps = productLimit(arrived(...times));
        for (const { days: day, notArrived } of steps)
          expect(notArrived).toBeCloseTo(times.filter((time) => time > day).length / times.length, 10);
        const sorted = [...times].sort((a, b) => a - b);
        // The empirical quantile: the value of rank ceil(n q).
        expect(arrivalQuantile(steps, share)!.days).toBe(sorted[Math.ceil(times.length * share - 1e-9) - 1]);
      }),
    );
  });

  it("knows nobody of nobody", () => {
    expect(productLimit([])).toEqual([]);
    expect(productLimit(censored(3, 4))).toEqual([]);
    expect(arrivalQuantile([], 0.5)).toBeNull();
  });

  it("refuses half people and shares out of range", () => {
    expect(() => productLimit([{ days: 1, arrived: 0.5, censored: 0 }])).toThrow(
      "Days and people must be whole numbers of at least 0, but got 0.5 arrived and 0 censored on day 1; count them.",
    );
    expect(() => arrivalQuantile([], 0)).toThrow(
      "A share must lie above 0 and be at most 1, but got 0; pass 0.5 for the median.",
    );
  });
});
