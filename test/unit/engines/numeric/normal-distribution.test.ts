import { erfc } from "../../../../src/engines/numeric/error-function";
import { normalCdf, normalQuantile } from "../../../../src/engines/numeric/normal-distribution";

function relativeError(actual: number, expected: number): number {
  return Math.abs(actual / expected - 1);
}

/** Expected values: 50-digit arithmetic (mpmath 1.3), rounded to the nearest double. */
describe("erfc", () => {
  it.each([
    [0.5, 0.4795001221869535, 1e-15],
    [1, 0.15729920705028513, 1e-15],
    [2, 0.004677734981047266, 1e-15],
    [5, 1.537459794428035e-12, 1e-14],
    [10, 2.0884875837625446e-45, 1e-13],
    [26, 5.663192408856143e-296, 2e-13],
  ])("of %p is %p", (x, expected, tolerance) => {
    expect(relativeError(erfc(x), expected)).toBeLessThan(tolerance);
    expect(erfc(-x)).toBeCloseTo(2 - expected, 15);
  });

  it("joins its two forms without a step at 1", () => {
    expect(erfc(1 - 2 ** -53)).toBeCloseTo(erfc(1), 15);
  });

  it("is 1 at 0, 0 far above and 2 far below", () => {
    expect([erfc(0), erfc(40), erfc(-40)]).toEqual([1, 0, 2]);
  });
});

describe("normalCdf", () => {
  it.each([
    [-37, 5.725571222524577e-300],
    [-10, 7.619853024160525e-24],
    [-5, 2.866515718791939e-7],
    [-1.96, 0.024997895148220435],
    [1, 0.8413447460685429],
  ])("of %p is %p", (z, expected) => {
    expect(relativeError(normalCdf(z), expected)).toBeLessThan(3e-13);
  });
});

describe("normalQuantile", () => {
  it.each([
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.3, -0.5244005127080408],
    [1e-10, -6.361340902404057],
    [1e-300, -37.0470962993612],
  ])("of %p is %p", (p, expected) => {
    expect(relativeError(normalQuantile(p), expected)).toBeLessThan(5e-15);
  });

  it("is 0 at one half", () => {
    expect(normalQuantile(0.5)).toBe(0);
  });
});
