import fc from "fast-check";
import { apportion } from "../../../../src/engines/numeric/apportion";

const totals = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const integerWeights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 1, maxLength: 20 })
  .filter((weights) => weights.some((weight) => weight > 0n));
const floatWeights = fc
  .array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 })
  .filter((weights) => weights.some((weight) => weight > 0));

function sumOf(shares: readonly bigint[]): bigint {
  return shares.reduce((sum, share) => sum + share, 0n);
}

describe("apportion", () => {
  it("gives the units left over to the largest remainders", () => {
    // Quotas 41.5, 33.9, 24.6 of 100: floors 41, 33, 24; two units left for .9 and .6.
    expect(apportion(100n, [415n, 339n, 246n])).toEqual([41n, 34n, 25n]);
  });

  it("breaks equal remainders by the larger weight, then by the lower index", () => {
    // Quotas 0.5 and 1.5 of 2.
    expect(apportion(2n, [1n, 3n])).toEqual([0n, 2n]);
    expect(apportion(2n, [1n, 1n, 1n])).toEqual([1n, 1n, 0n]);
  });

  it("gives nothing to a weight of 0", () => {
    expect(apportion(7n, [0n, 1n, 0n, 1n])).toEqual([0n, 4n, 0n, 3n]);
    expect(apportion(7n, [-0, 1, 0])).toEqual([0n, 7n, 0n]);
  });

  it("carries a total of 0 over any weights, none included", () => {
    expect(apportion(0n, [0n, 0n])).toEqual([0n, 0n]);
    expect(apportion(0n, [1, 2])).toEqual([0n, 0n]);
    expect(apportion(0n, [])).toEqual([]);
  });

  it("splits into k-th shares that no double can hold", () => {
    // 1/3 and 1/7 over their common denominator 21: quotas 7/10 and 3/10 of 10^24 + 1.
    expect(apportion(10n ** 24n + 1n, [7n, 3n])).toEqual([7n * 10n ** 23n + 1n, 3n * 10n ** 23n]);
  });

  it("takes a number as the binary fraction that it is", () => {
    // 0.1 + 0.2 as doubles are 3602879701896397 and 7205759403792794 over 2^55: exactly 1 to 2.
    expect(apportion(3n * 10n ** 30n, [0.1, 0.2])).toEqual([10n ** 30n, 2n * 10n ** 30n]);
    // 5e-324 is the smallest double; 1 is 2^1074 times that.
    expect(apportion(2n ** 1074n + 1n, [Number.MIN_VALUE, 1])).toEqual([1n, 2n ** 1074n]);
  });

  it("keeps the quota rule and the sum for every total and weights", () => {
    fc.assert(
      fc.property(totals, integerWeights, (total, weights) => {
        const shares = apportion(total, weights);
        const sum = sumOf(weights);
        expect(sumOf(shares)).toBe(total);
        shares.forEach((share, index) => {
          const error = share * sum - total * weights[index]!;
          expect(error < sum && error > -sum).toBe(true);
        });
      }),
    );
  });

  it("sums exactly for doubles of any size and mirrors negative totals", () => {
    fc.assert(
      fc.property(totals, floatWeights, (total, weights) => {
        const shares = apportion(total, weights);
        expect(sumOf(shares)).toBe(total);
        expect(apportion(-total, weights)).toEqual(shares.map((share) => -share));
      }),
    );
  });

  it("depends on the proportion of the weights only", () => {
    fc.assert(
      fc.property(totals, integerWeights, fc.bigInt({ min: 1n, max: 1000n }), (total, weights, factor) => {
        expect(
          apportion(
            total,
            weights.map((weight) => weight * factor),
          ),
        ).toEqual(apportion(total, weights));
      }),
    );
  });
});
