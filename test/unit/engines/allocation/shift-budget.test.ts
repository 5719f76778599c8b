import fc from "fast-check";
import { type SpendLine, shiftBudget, strongestOf } from "../../../../src/engines/allocation/shift-budget";
import { twoProportionZ } from "../../../../src/engines/numeric/two-proportion-z";

const line = (successes: number, trials: number, spend: bigint | null): SpendLine => ({ successes, trials, spend });

describe("correctness", () => {
  it("takes from the weakest first, and no more than the step", () => {
    const lines = [line(300, 1000, 1000n), line(100, 1000, 600n), line(200, 1000, 400n)];
    expect(shiftBudget(lines, 0.25)).toEqual([500n, -500n, 0n]);
    expect(shiftBudget(lines, 0.4)).toEqual([800n, -600n, -200n]);
    expect(shiftBudget(lines, 1)).toEqual([1000n, -600n, -400n]);
  });

  it("leaves alone what may be as good, and what nothing is known of", () => {
    // 30 of 1000 against 26 of 1000: z = .54, as the frequency table of the practice has it.
    expect(shiftBudget([line(30, 1000, 100n), line(26, 1000, 100n)], 0.5)).toBeNull();
    expect(shiftBudget([line(300, 1000, 100n), line(100, 1000, null), line(0, 0, 50n)], 0.5)).toBeNull();
    expect(shiftBudget([line(300, 1000, null), line(100, 1000, 100n)], 0.5)).toBeNull();
    expect(shiftBudget([line(0, 10, 5n), line(0, 10, 5n)], 0.5)).toBeNull();
  });

  it("says whether the strongest is the strongest by more than chance", () => {
    expect(strongestOf([line(26, 1000, null), line(30, 1000, null)])).toEqual({ place: 1, isSeparable: false });
    expect(strongestOf([line(100, 1000, null), line(300, 1000, null)])).toEqual({ place: 1, isSeparable: true });
    expect(strongestOf([line(1, 2, null)])).toEqual({ place: 0, isSeparable: false });
    expect(strongestOf([])).toBeNull();
  });
});

describe("consistency", () => {
  const lines = fc.array(
    fc
      .tuple(fc.nat(200), fc.nat(200), fc.option(fc.bigInt(0n, 10_000n), { nil: null }))
      .map(([successes, others, spend]) => line(successes, successes + others, spend)),
    { minLength: 1, maxLength: 6 },
  );
  it("moves within the step, sums to nothing, and takes only from what is worse by more than chance", () => {
    fc.assert(
      fc.property(lines, fc.constantFrom(0.01, 0.1, 0.5, 1), (some, maxShift) => {
        const changes = shiftBudget(some, maxShift);
        if (!changes) return;
        const { place } = strongestOf(some)!;
        const total = some.reduce((sum, { spend }) => sum + (spend ?? 0n), 0n);
        expect(changes.reduce((sum, change) => sum + change, 0n)).toBe(0n);
        expect(Number(changes[place])).toBeLessThanOrEqual(Number(total) * maxShift + 1);
        for (const [index, change] of changes.entries()) {
          if (index === place || change === 0n) continue;
          expect((some[index]!.spend ?? 0n) + change).toBeGreaterThanOrEqual(0n);
          expect(twoProportionZ(some[index]!, some[place]!)!.pValue).toBeLessThan(0.05);
        }
      }),
      { seed: 20251111, numRuns: 500 },
    );
  });
});

describe("inputs", () => {
  it.each([0, -1, 1.5, Number.NaN])("refuses a step of %p", (maxShift) => {
    expect(() => shiftBudget([line(1, 2, 1n)], maxShift)).toThrow(
      `A shift must be above 0 and at most 1 of the budget, but got ${maxShift}.`,
    );
  });
});
