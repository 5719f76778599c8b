import { meanRatio } from "../../../../src/engines/numeric/mean-ratio";

describe("meanRatio", () => {
  it("gives 115 over 110 the interval .1386638 to 7.8821938 with one degree of freedom", () => {
    // Variances of the means over their squares: 450 / 13225 / 2 and 200 / 12100 / 2; Welch's 1.786 is rounded down, t = 12.7062.
    const { ratio, low, high } = meanRatio([100, 130], [100, 120])!;
    expect(ratio).toBeCloseTo(115 / 110, 12);
    expect(low).toBeCloseTo(0.1386638, 6);
    expect(high).toBeCloseTo(7.8821938, 6);
  });

  it("turns over with the sides", () => {
    const one = meanRatio([3, 5, 4, 6], [8, 9, 7])!;
    const other = meanRatio([8, 9, 7], [3, 5, 4, 6])!;
    expect(one.low).toBeCloseTo(1 / other.high, 12);
    expect(one.high).toBeCloseTo(1 / other.low, 12);
  });

  it("has an interval of one point without spread", () => {
    expect(meanRatio([30, 30], [20, 20])).toEqual({ ratio: 1.5, low: 1.5, high: 1.5 });
  });

  it.each([
    ["one value", [1], [1, 2]],
    ["a mean of 0", [0, 0], [1, 2]],
    ["a base of 0", [1, 2], [0, 0]],
  ])("is null of %s", (_, first, second) => {
    expect(meanRatio(first, second)).toBeNull();
  });

  it("refuses a confidence that is none, and what is no number", () => {
    expect(() => meanRatio([1, 2], [1, 2], 95)).toThrow("but got 95; pass 0.95 for 95 %.");
    expect(() => meanRatio([1, Number.NaN], [1, 2])).toThrow("must be finite but got NaN");
  });
});
