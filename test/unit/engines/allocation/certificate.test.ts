import fc from "fast-check";
import { allocateBudget } from "../../../../src/engines/allocation/allocate-budget";
import type { AllocationInput } from "../../../../src/engines/allocation/allocation-input";
import { certifyAllocation } from "../../../../src/engines/allocation/certificate";
import { equalSplit } from "../../../../src/engines/allocation/equal-split";
import { arbitraryInputs, log, michaelisMenten, sumOf, totalResponse, unboundedInput, withLine } from "./allocations";

const input = unboundedInput(100n, michaelisMenten(100, 50), michaelisMenten(60, 20));

function certify(problem: AllocationInput, current?: readonly bigint[]) {
  return certifyAllocation(problem, allocateBudget(problem), current);
}

describe("certifyAllocation", () => {
  it("shows free lines with one marginal return and the total as the only price", () => {
    const { lines, multiplier, shadowPrices, optimalityGap } = certify(input);
    // 64 and 36: the units bought last bring 5000/(113*114) = .3881 and 1200/(55*56) = .3896.
    expect(multiplier).toBeCloseTo(5000 / (113 * 114), 12);
    expect(lines.map(({ bound }) => bound)).toEqual(["NONE", "NONE"]);
    expect(lines.map(({ marginalReturn }) => marginalReturn)).toEqual([
      expect.closeTo(5000 / 114 ** 2, 12),
      expect.closeTo(1200 / 56 ** 2, 12),
    ]);
    expect(shadowPrices).toEqual([{ constraint: "TOTAL", price: multiplier }]);
    expect(optimalityGap).toBe(0);
  });

  it("prices an upper bound that holds a line back", () => {
    // 50 and 50: the last unit of line 1 brings 1200/(69*70); line 0 would bring 5000/100^2 = .5 a unit.
    const { lines, shadowPrices } = certify(withLine(input, 0, { upper: 50n }));
    expect(lines.map(({ bound }) => bound)).toEqual(["UPPER", "NONE"]);
    expect(shadowPrices).toEqual([
      { constraint: "TOTAL", price: expect.closeTo(1200 / (69 * 70), 12) },
      { constraint: "UPPER_BOUND", line: 0, price: expect.closeTo(0.5 - 1200 / (69 * 70), 12) },
    ]);
  });

  it("prices a lower bound that holds a line up", () => {
    // 40 and 60: the last unit of line 0 brings 5000/(89*90); line 1 brings 1200/80^2 = .1875 a unit.
    const { lines, shadowPrices } = certify(withLine(input, 1, { lower: 60n }));
    expect(lines.map(({ bound }) => bound)).toEqual(["NONE", "LOWER"]);
    expect(shadowPrices).toEqual([
      { constraint: "TOTAL", price: expect.closeTo(5000 / (89 * 90), 12) },
      { constraint: "LOWER_BOUND", line: 1, price: expect.closeTo(5000 / (89 * 90) - 0.1875, 12) },
    ]);
  });

  it("prices the total by the best unit on offer where every line is on its lower bound", () => {
    const fixed = withLine(withLine(input, 0, { lower: 30n }), 1, { lower: 70n });
    const { lines, multiplier } = certify(fixed);
    expect(multiplier).toBeCloseTo(5000 / (80 * 81), 12);
    expect(lines.map(({ bound }) => bound)).toEqual(["LOWER", "LOWER"]);
  });

  it("has no price for a total that leaves no choice", () => {
    const fixed = withLine(withLine(input, 0, { lower: 30n, upper: 30n }), 1, { lower: 70n, upper: 70n });
    expect(certify(fixed)).toMatchObject({
      multiplier: 0,
      optimalityGap: 0,
      lines: [{ bound: "UPPER" }, { bound: "UPPER" }],
    });
  });

  it("calls a bound LOWER or UPPER by what it holds back where both are one", () => {
    const bounds = (amount: bigint) =>
      certify(withLine(input, 0, { lower: amount, upper: amount })).lines.map(({ bound }) => bound);
    expect(bounds(10n)).toEqual(["UPPER", "NONE"]);
    expect(bounds(90n)).toEqual(["LOWER", "NONE"]);
  });

  it("compares with current amounts, also of another total", () => {
    const response = totalResponse(input, allocateBudget(input));
    expect(certify(input).overCurrent).toBeNull();
    const { overCurrent } = certify(input, [10n, 20n]);
    // 100*10/60 + 60*20/40 = 46.6667.
    expect(overCurrent).toEqual({
      total: 30n,
      response: expect.closeTo(140 / 3, 12),
      gain: expect.closeTo(response - 140 / 3, 12),
      relativeGain: expect.closeTo(response / (140 / 3) - 1, 12),
    });
    expect(certify(input, [0n, 0n]).overCurrent).toMatchObject({ response: 0, relativeGain: null });
    expect(certify(input, allocateBudget(input)).overCurrent).toMatchObject({ gain: 0, relativeGain: 0 });
  });

  it("never promises less than a better allocation would bring", () => {
    fc.assert(
      fc.property(arbitraryInputs(10n ** 6n, { min: 2, max: 6 }), (problem) => {
        const split = equalSplit(problem);
        const { response, optimalityGap } = certifyAllocation(problem, split);
        const best = totalResponse(problem, allocateBudget(problem));
        expect(best).toBeLessThanOrEqual(response * (1 + optimalityGap) * (1 + 1e-12));
      }),
    );
  });

  it("finds a gap in an allocation that is not the optimum", () => {
    expect(certifyAllocation(input, [50n, 50n]).optimalityGap).toBeGreaterThan(94.7 / 92.857142857 - 1);
  });

  it("never finds the equal split better", () => {
    fc.assert(
      fc.property(arbitraryInputs(10n ** 12n, { min: 1, max: 6 }), (problem) => {
        const { overEqualSplit } = certify(problem);
        expect(overEqualSplit.total).toBe(problem.total);
        expect(overEqualSplit.gain).toBeGreaterThanOrEqual(-1e-12 * overEqualSplit.response);
      }),
    );
  });
});

describe("equalSplit", () => {
  it("gives units that do not go round to the first lines", () => {
    expect(equalSplit(unboundedInput(8n, log(1, 1), log(9, 1), log(5, 1)))).toEqual([3n, 3n, 2n]);
  });

  it("shares what a bound keeps away among the other lines", () => {
    const three = unboundedInput(90n, log(1, 1), log(1, 1), log(1, 1));
    expect(equalSplit(withLine(three, 0, { upper: 10n }))).toEqual([10n, 40n, 40n]);
    expect(equalSplit(withLine(three, 0, { lower: 51n }))).toEqual([51n, 20n, 19n]);
  });

  it("keeps the bounds, spends the total and differs between free lines by a unit at most", () => {
    fc.assert(
      fc.property(arbitraryInputs(10n ** 12n, { min: 1, max: 6 }), (problem) => {
        const amounts = equalSplit(problem);
        expect(sumOf(amounts)).toBe(problem.total);
        const free = amounts.filter((amount, index) => {
          const { lower, upper } = problem.lines[index]!;
          expect(amount >= lower && amount <= upper).toBe(true);
          return amount > lower && amount < upper;
        });
        free.forEach((amount) => {
          expect(amount - free[0]! <= 1n && free[0]! - amount <= 1n).toBe(true);
        });
      }),
    );
  });
});
