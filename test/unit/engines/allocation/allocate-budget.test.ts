import fc from "fast-check";
import { allocateBudget } from "../../../../src/engines/allocation/allocate-budget";
import type { AllocationInput } from "../../../../src/engines/allocation/allocation-input";
import { certifyAllocation } from "../../../../src/engines/allocation/certificate";
import { type ResponseCurve, toConcaveCurve } from "../../../../src/engines/allocation/response-curve";
import { arbitraryInputs, log, michaelisMenten, sumOf, totalResponse, unboundedInput } from "./allocations";

/** Units so small that rounding to whole ones does not reach the printed digits: 10^12 of them to the 1 of the closed form. */
const UNIT = 1e12;
const BUDGET = 100n * BigInt(UNIT);

describe("closed forms of references 3.5", () => {
  it("allocates Michaelis-Menten lines vmax (100, 60), km (50, 20) at 100", () => {
    const input = unboundedInput(BUDGET, michaelisMenten(100, 50 * UNIT), michaelisMenten(60, 20 * UNIT));
    const amounts = allocateBudget(input);
    // x + 50 : 100 - x + 20 = sqrt(100 * 50) : sqrt(60 * 20), so x = 64.10177466496308 and the rest 35.89822533503691, printed
    // as 64.1017746650 and 35.8982253351, which sum to 100.0000000001.
    const exact = (170 * Math.sqrt(5000)) / (Math.sqrt(5000) + Math.sqrt(1200)) - 50;
    const [first, second] = amounts.map((amount) => Number(amount) / UNIT) as [number, number];
    expect(first).toBeCloseTo(exact, 11);
    expect(first.toFixed(10)).toBe("64.1017746650");
    expect(Math.abs(second - 35.8982253351)).toBeLessThan(1e-10);
    const certificate = certifyAllocation(input, amounts);
    expect(certificate.response.toFixed(10)).toBe("94.7118853790");
    expect((certificate.multiplier * UNIT).toFixed(10)).toBe("0.3840477331");
    expect(certificate.overEqualSplit.response.toFixed(9)).toBe("92.857142857");
    expect(certificate.overEqualSplit.gain).toBeCloseTo(94.711885379 - 92.857142857, 9);
  });

  it("allocates logarithmic lines a (3, 1), b (10, 20) at 100: 87.5 and 12.5", () => {
    const input = unboundedInput(BUDGET, log(3, 10 * UNIT), log(1, 20 * UNIT));
    const amounts = allocateBudget(input);
    expect(amounts).toEqual([(875n * BigInt(UNIT)) / 10n, (125n * BigInt(UNIT)) / 10n]);
    expect(certifyAllocation(input, amounts).response.toFixed(10)).toBe("7.3173096708");
  });
});

describe("allocateBudget", () => {
  it("gives units of equal worth to the lower index", () => {
    expect(allocateBudget(unboundedInput(5n, log(1, 1), log(1, 1), log(1, 1)))).toEqual([2n, 2n, 1n]);
  });

  it("settles curves that are straight at the scale of the budget at once", () => {
    // Every unit of both lines brings the same double, so all of them tie.
    expect(allocateBudget(unboundedInput(10n ** 12n, log(1, 1e40), log(1, 1e40)))).toEqual([10n ** 12n, 0n]);
  });

  it("finds the optimum that trying every allocation finds", () => {
    fc.assert(
      fc.property(arbitraryInputs(10n, { min: 3, max: 3 }), (input) => {
        const best = bestOfAll(input);
        expect(totalResponse(input, allocateBudget(input)) / best).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe.each([
  ["small", arbitraryInputs(12n, { min: 1, max: 5 })],
  ["large", arbitraryInputs(10n ** 12n, { min: 1, max: 8 })],
])("laws of allocation, %s amounts", (_, inputs) => {
  it("spends the total to the unit within all bounds", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const amounts = allocateBudget(input);
        expect(sumOf(amounts)).toBe(input.total);
        amounts.forEach((amount, index) => {
          const { lower, upper } = input.lines[index]!;
          expect(amount >= lower && amount <= upper).toBe(true);
        });
      }),
    );
  });

  it("leaves no transfer of one unit between two lines that would gain", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const amounts = allocateBudget(input);
        const gains = input.lines.map(({ curve, upper }, i) =>
          amounts[i]! < upper ? unitGain(curve, amounts[i]!) : 0,
        );
        const losses = input.lines.map(({ curve, lower }, j) =>
          amounts[j]! > lower ? unitGain(curve, amounts[j]! - 1n) : Number.POSITIVE_INFINITY,
        );
        expect(Math.max(...gains)).toBeLessThanOrEqual(Math.min(...losses));
      }),
    );
  });

  it("brings lines between their bounds to one marginal return, to within a unit", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const amounts = allocateBudget(input);
        const { lines, multiplier, optimalityGap } = certifyAllocation(input, amounts);
        expect(optimalityGap).toBe(0);
        lines.forEach(({ bound }, index) => {
          if (bound !== "NONE") return;
          const { curve } = input.lines[index]!;
          expect(unitGain(curve, amounts[index]!)).toBeLessThanOrEqual(multiplier);
          expect(unitGain(curve, amounts[index]! - 1n)).toBeGreaterThanOrEqual(multiplier);
        });
      }),
    );
  });

  it("never takes from a line when the total is raised", () => {
    fc.assert(
      fc.property(inputs, fc.bigInt({ min: 0n, max: 1000n }), (input, share) => {
        const room = sumOf(input.lines.map(({ upper }) => upper)) - input.total;
        const raised = allocateBudget({ ...input, total: input.total + (room * share) / 1000n });
        allocateBudget(input).forEach((amount, index) => {
          expect(raised[index]! >= amount).toBe(true);
        });
      }),
    );
  });

  it("does not depend on the unit of the response", () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: -30, max: 30 }), (input, exponent) => {
        expect(allocateBudget(scaled(input, { response: 2 ** exponent, amount: 1n }))).toEqual(allocateBudget(input));
      }),
    );
  });

  it("scales with the unit of the amounts, to within the number of lines in units of either", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const factor = 100n;
        const fine = allocateBudget(scaled(input, { response: 1, amount: factor }));
        // Each is less than n whole units away from the one optimum in fractions (Hochbaum 1994, Math. Oper. Res. 19).
        const reach = BigInt(input.lines.length) * (factor + 1n);
        allocateBudget(input).forEach((amount, index) => {
          const difference = fine[index]! - amount * factor;
          expect(difference <= reach && difference >= -reach).toBe(true);
        });
      }),
    );
  });
});

function unitGain(curve: AllocationInput["lines"][number]["curve"], amount: bigint): number {
  return toConcaveCurve(curve).gain(Number(amount), Number(amount) + 1);
}

function scaled(input: AllocationInput, by: { readonly response: number; readonly amount: bigint }): AllocationInput {
  const amount = Number(by.amount);
  return {
    total: input.total * by.amount,
    lines: input.lines.map(({ curve, lower, upper }) => ({
      curve: scaledCurve(curve as ResponseCurve, by.response, amount),
      lower: lower * by.amount,
      upper: upper * by.amount,
    })),
  };
}

/** Slow reference: the greatest response of all allocations in whole units. */
function bestOfAll(input: AllocationInput): number {
  const extend = (taken: readonly bigint[]): number => {
    const line = input.lines[taken.length];
    if (line === undefined)
      return sumOf(taken) === input.total ? totalResponse(input, taken) : Number.NEGATIVE_INFINITY;
    let best = Number.NEGATIVE_INFINITY;
    for (let amount = line.lower; amount <= line.upper; amount += 1n) best = Math.max(best, extend([...taken, amount]));
    return best;
  };
  return extend([]);
}

function scaledCurve(curve: ResponseCurve, response: number, amount: number): ResponseCurve {
  return curve.form === "LOG"
    ? log(curve.a * response, curve.b * amount)
    : michaelisMenten(curve.vmax * response, curve.km * amount);
}
