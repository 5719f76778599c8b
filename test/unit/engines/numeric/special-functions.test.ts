import { digamma, lnBeta, lnGamma } from "../../../../src/engines/numeric/ln-gamma";
import { lnHypergeometric } from "../../../../src/engines/numeric/ln-hypergeometric";
import { inverseOf, minimise } from "../../../../src/engines/numeric/minimise";

describe("gamma functions", () => {
  it.each([
    [1, 0],
    [2, 0],
    [0.5, Math.log(Math.PI) / 2],
    [11, Math.log(3_628_800)],
    [0.001, 6.907178885383853],
    [1e6, 12_815_504.56914761],
  ])("lnGamma(%p) = %p", (x, wanted) =>
    expect(Math.abs(lnGamma(x) - wanted)).toBeLessThanOrEqual(2e-15 * Math.max(1, Math.abs(wanted))),
  );

  it("digamma(1) is minus Euler's constant, and digamma(x + 1) = digamma(x) + 1/x", () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 14);
    for (const x of [0.01, 0.3, 2, 17.5, 900]) expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 11);
  });

  it("lnBeta(2, 3) = ln(1/12)", () => expect(lnBeta(2, 3)).toBeCloseTo(-Math.log(12), 14));

  it("refuses what is not above 0", () => expect(() => lnGamma(0)).toThrow("finite number above 0"));
});

describe("the hypergeometric series", () => {
  it.each([0, 0.1, 0.5, 0.9, 0.999])("2F1(1, 1; 2; z) = -ln(1 - z) / z at z = %p", (z) =>
    expect(lnHypergeometric([1, 1], [2], z)).toBeCloseTo(z === 0 ? 0 : Math.log(-Math.log1p(-z) / z), 12),
  );

  it.each([0.3, 0.97])("2F1(a, b; b; z) = (1 - z)^-a at z = %p, also where it leaves the range of numbers", (z) => {
    for (const a of [0.5, 20, 3000]) {
      const wanted = -a * Math.log1p(-z);
      expect(Math.abs(lnHypergeometric([a, 7], [7], z) - wanted)).toBeLessThan(1e-12 * Math.max(1, wanted));
    }
  });

  it("keeps Euler's identity F(a, b; c; z) = (1 - z)^(c - a - b) F(c - a, c - b; c; z)", () => {
    const [a, b, c, z] = [0.8, 2.2, 3.7, 0.83];
    const right = (c - a - b) * Math.log1p(-z) + lnHypergeometric([c - a, c - b], [c], z);
    expect(lnHypergeometric([a, b], [c], z)).toBeCloseTo(right, 13);
  });

  it.each([
    [[1, 1], [2], 1],
    [[1, -1], [2], 0.5],
    [[1], [2], 0.5],
  ])("refuses %p; %p; %p", (upper, lower, z) => expect(() => lnHypergeometric(upper, lower, z)).toThrow("0 <= z < 1"));
});

describe("a minimum", () => {
  it("is found at the end of Rosenbrock's valley", () => {
    const found = minimise(
      ([x, y]) => ({
        value: (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2,
        gradient: [-2 * (1 - x!) - 400 * x! * (y! - x! ** 2), 200 * (y! - x! ** 2)],
      }),
      [-1.2, 1],
    );
    expect(found.isConverged).toBe(true);
    expect(found.point[0]).toBeCloseTo(1, 8);
    expect(found.point[1]).toBeCloseTo(1, 8);
  });

  it("is none where the function bends downwards", () =>
    expect(minimise(([x]) => ({ value: -(x! ** 2), gradient: [-2 * x!] }), [0]).isConverged).toBe(false));

  it("refuses a start where the function is not finite", () =>
    expect(() => minimise(() => ({ value: Number.NaN, gradient: [0] }), [0])).toThrow("start elsewhere"));

  it("inverts a positive definite matrix only", () => {
    const matrix = (...rows: number[][]) => rows.map((row) => Float64Array.from(row));
    const inverse = inverseOf(matrix([4, 2], [2, 3]))!;
    for (const [row, wanted] of [
      [0, [0.375, -0.25]],
      [1, [-0.25, 0.5]],
    ] as const)
      for (const column of [0, 1] as const) expect(inverse[row]![column]).toBeCloseTo(wanted[column], 14);
    expect(inverseOf(matrix([1, 2], [2, 1]))).toBeNull();
  });
});
