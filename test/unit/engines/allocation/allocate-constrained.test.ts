import fc from "fast-check";
import { adstockWeights, normalisedWeights } from "../../../../src/engines/allocation/adstock";
import { allocateBudget } from "../../../../src/engines/allocation/allocate-budget";
import { allocateConstrained } from "../../../../src/engines/allocation/allocate-constrained";
import { AllocationRefusedError } from "../../../../src/engines/allocation/allocation-refusal";
import {
  type ConstrainedInput,
  type ConstrainedLine,
  rangesOf,
  responseOf,
} from "../../../../src/engines/allocation/constrained-input";
import type { LineCurve, ResponseCurve } from "../../../../src/engines/allocation/response-curve";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { log, michaelisMenten } from "./allocations";

const TOTAL = 10_000_000n;
const hill = (vmax: number, km: number, slope: number): ResponseCurve => ({ form: "HILL", vmax, km, slope });
const lineOf = (curve: LineCurve, change: Partial<ConstrainedLine> = {}): ConstrainedLine => ({
  curve,
  lower: 0n,
  upper: TOTAL,
  mayBeOff: false,
  carryOver: [1],
  ...change,
});
const inputOf = (lines: readonly ConstrainedLine[], change: Partial<ConstrainedInput> = {}): ConstrainedInput => ({
  total: TOTAL,
  periods: 1,
  lines,
  groups: [],
  ...change,
});

/** The certificate checked from the amounts alone: every sum in its range, every line in its bounds. */
function checked(input: ConstrainedInput): ReturnType<typeof allocateConstrained> {
  const answer = allocateConstrained(input);
  const cells = answer.amounts.flat().map(Number);
  for (const range of rangesOf(input)) {
    const sum = range.cells.reduce((made, cell) => made + cells[cell]!, 0);
    expect(sum).toBeGreaterThanOrEqual(range.lower);
    expect(sum).toBeLessThanOrEqual(range.upper);
  }
  if (input.periods === 1)
    input.lines.forEach(({ lower, upper, mayBeOff }, line) => {
      const amount = answer.amounts[line]![0]!;
      if (mayBeOff && amount === 0n) return;
      expect(amount >= lower && amount <= upper).toBe(true);
    });
  expect(answer.response).toBeCloseTo(responseOf(input, cells), 9);
  expect(answer.optimalityGap).toBeGreaterThanOrEqual(0);
  return answer;
}

/** No move of units between two cells that keeps all constraints brings more than the stated gap. */
function expectNoBetterNeighbour(input: ConstrainedInput, answer: ReturnType<typeof allocateConstrained>): void {
  const cells = answer.amounts.flat().map(Number);
  const most = answer.response * (1 + answer.optimalityGap) + 1e-9 * answer.response;
  const ranges = rangesOf(input);
  const random = SeededRandom.fromSeed(5);
  for (let attempt = 0; attempt < 300; attempt++) {
    const [from, to] = [random.integer(0, cells.length - 1), random.integer(0, cells.length - 1)];
    const moved = Math.floor(cells[from]! * random.uniform());
    const other = cells.map((amount, cell) => amount - (cell === from ? moved : 0) + (cell === to ? moved : 0));
    const isKept =
      ranges.every((range) => {
        const sum = range.cells.reduce((made, cell) => made + other[cell]!, 0);
        return sum >= range.lower && sum <= range.upper;
      }) &&
      (input.periods > 1 ||
        input.lines.every(
          ({ lower, upper, mayBeOff }, line) =>
            (mayBeOff && other[line] === 0) || (other[line]! >= Number(lower) && other[line]! <= Number(upper)),
        ));
    if (isKept) expect(responseOf(input, other)).toBeLessThanOrEqual(most);
  }
}

const concave = fc
  .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 4, max: 8 }))
  .map(([a, digits]) => log(a, 10 ** digits));
const anyCurve = fc.oneof(
  concave,
  fc
    .tuple(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 50_000, max: 5_000_000 }),
      fc.double({ min: 0.5, max: 4, noNaN: true }),
    )
    .map(([vmax, km, slope]) => hill(vmax, km, slope)),
);

describe("allocateConstrained", () => {
  it("answers the closed form of references 3.5 where nothing but the total binds", () => {
    const input = inputOf([lineOf(log(3, 1e6)), lineOf(log(1, 2e6))]);
    const { amounts, optimalityGap, prices } = checked(input);
    expect(amounts).toEqual([[8_750_000n], [1_250_000n]]);
    expect(optimalityGap).toBeLessThan(1e-12);
    expect(prices).toEqual([{ name: { kind: "TOTAL" }, price: expect.closeTo(1 / 3_250_000, 12) }]);
  });

  it("agrees with the exact engine on concave lines", () => {
    const lines = fc.array(concave, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(lines, (curves) => {
        const input = inputOf(curves.map((curve) => lineOf(curve)));
        const answer = checked(input);
        const exact = responseOf(input, allocateBudget(input).map(Number));
        expect(exact).toBeLessThanOrEqual(answer.response * (1 + answer.optimalityGap) + 1e-9);
        expect(answer.response / exact).toBeCloseTo(1, 9);
        expect(answer.optimalityGap).toBeLessThan(1e-4);
      }),
      { numRuns: 50 },
    );
  });

  it("prices a group that holds back: two of three equal lines share at most a fifth", () => {
    const lines = [1, 2, 3].map(() => lineOf(log(1, 1e6)));
    const groups = [{ lines: [0, 1], periods: null, lower: 0n, upper: 2_000_000n }];
    const { amounts, prices } = checked(inputOf(lines, { groups }));
    expect(amounts).toEqual([[1_000_000n], [1_000_000n], [8_000_000n]]);
    // One more unit brings 1 / 9e6 on the third line, and 1 / 2e6 - 1 / 9e6 more where the group may take it.
    expect(prices.map(({ price }) => price)).toEqual([
      expect.closeTo(1 / 9e6, 12),
      expect.closeTo(1 / 2e6 - 1 / 9e6, 12),
    ]);
  });

  it("keeps every constraint and is beaten by no neighbour, whatever the curves and groups", () => {
    const group = fc.tuple(fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), fc.integer({ min: 0, max: 3_000_000 }));
    const drawn = fc.tuple(
      fc.array(anyCurve, { minLength: 6, maxLength: 6 }),
      fc.array(group, { maxLength: 3 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    );
    fc.assert(
      fc.property(drawn, ([curves, groups, off]) => {
        const lines = curves.map((curve, line) => lineOf(curve, off[line] ? { lower: 400_000n, mayBeOff: true } : {}));
        const input = inputOf(lines, {
          groups: groups.map(([members, lower]) => ({
            lines: members,
            periods: null,
            lower: BigInt(lower),
            upper: 9_000_000n,
          })),
        });
        try {
          const answer = checked(input);
          expect(answer.optimalityGap).toBeLessThan(0.01);
          expectNoBetterNeighbour(input, answer);
        } catch (error) {
          if (!(error instanceof AllocationRefusedError)) throw error;
          expect(error.refusals).toMatchObject([{ code: "CONFLICT" }]);
        }
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it("finds the best of S-shapes that a grid of 100 steps finds", () => {
    const curves = fc.array(anyCurve, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(curves, (drawn) => {
        const input = inputOf(drawn.map((curve) => lineOf(curve)));
        const answer = checked(input);
        const step = Number(TOTAL) / 100;
        let best = 0;
        for (let one = 0; one <= 100; one++)
          for (let two = 0; two <= 100 - one; two++)
            best = Math.max(best, responseOf(input, [one * step, two * step, (100 - one - two) * step]));
        expect(answer.response).toBeGreaterThanOrEqual(best * (1 - 1e-5));
        expect(answer.response * (1 + answer.optimalityGap)).toBeGreaterThanOrEqual(best);
      }),
      { numRuns: 10, seed: 2 },
    );
  });

  it("finds the best of mixes of S-shapes that a grid of 100 steps finds", () => {
    const weight = fc.integer({ min: 1, max: 5 });
    const mix = fc
      .array(fc.tuple(weight, anyCurve), { minLength: 2, maxLength: 3 })
      .map((parts): LineCurve => ({ form: "MIX", parts: parts.map(([one, curve]) => ({ weight: one, curve })) }));
    fc.assert(
      fc.property(fc.array(mix, { minLength: 3, maxLength: 3 }), (drawn) => {
        const input = inputOf(drawn.map((curve, line) => lineOf(curve, { lower: 200_000n, mayBeOff: line === 2 })));
        const answer = checked(input);
        const step = Number(TOTAL) / 100;
        let best = 0;
        for (let one = 2; one <= 98; one++)
          for (let two = 2; two <= 100 - one; two++)
            if (100 - one - two !== 1)
              best = Math.max(best, responseOf(input, [one * step, two * step, (100 - one - two) * step]));
        expect(answer.response).toBeGreaterThanOrEqual(best * (1 - 2e-4));
        expect(answer.response * (1 + answer.optimalityGap)).toBeGreaterThanOrEqual(best);
        expect(answer.optimalityGap).toBeLessThan(2e-4);
      }),
      { numRuns: 15, seed: 3 },
    );
  });

  it("meets a mix of one curve as that curve", () => {
    const curves = [hill(900, 3_000_000, 3), hill(500, 1_000_000, 2), log(200, 1e6)];
    const alone = checked(inputOf(curves.map((curve) => lineOf(curve))));
    const mixed = checked(
      inputOf(curves.map((curve) => lineOf({ form: "MIX", parts: [0.25, 0.75].map((weight) => ({ weight, curve })) }))),
    );
    expect(mixed.response / alone.response).toBeCloseTo(1, 6);
    expect(mixed.nodes).toBe(alone.nodes);
  });

  it("switches a line off that is not worth its least amount", () => {
    const small = lineOf(log(1, 1e6), { lower: 6_000_000n, mayBeOff: true });
    const { amounts } = checked(inputOf([small, lineOf(log(3, 1e6))]));
    expect(amounts).toEqual([[0n], [10_000_000n]]);
    const forced = checked(inputOf([{ ...small, mayBeOff: false }, lineOf(log(3, 1e6))]));
    expect(forced.amounts).toEqual([[6_000_000n], [4_000_000n]]);
  });

  it("never lowers a concave line by a larger total", () => {
    fc.assert(
      fc.property(
        fc.array(concave, { minLength: 2, maxLength: 6 }),
        fc.bigInt({ min: 1_000n, max: TOTAL }),
        (curves, more) => {
          const lines = curves.map((curve) => lineOf(curve, { upper: 2n * TOTAL }));
          const [fewer, greater] = [checked(inputOf(lines)), checked(inputOf(lines, { total: TOTAL + more }))];
          fewer.amounts.forEach(([amount], line) => {
            expect(greater.amounts[line]![0]! - amount!).toBeGreaterThanOrEqual(-2n);
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("over periods", () => {
  it("spreads evenly where nothing is carried over and periods are alike", () => {
    const lines = [lineOf(michaelisMenten(100, 1e6)), lineOf(michaelisMenten(100, 1e6))];
    const { amounts } = checked(inputOf(lines, { periods: 4 }));
    for (const amount of amounts.flat()) expect(Number(amount)).toBeCloseTo(1_250_000, -1);
  });

  it("keeps groups of periods and the bounds of a line over all of them", () => {
    const carryOver = normalisedWeights({ form: "GEOMETRIC", decay: 0.6 }, 4);
    const lines = [0.5, 1, 2].map((km) => lineOf(michaelisMenten(100, km * 1e6), { carryOver }));
    const input = inputOf([lines[0]!, lines[1]!, { ...lines[2]!, upper: 500_000n }], {
      periods: 5,
      groups: [
        { lines: [0, 1, 2], periods: [0], lower: 0n, upper: 500_000n },
        { lines: [1], periods: null, lower: 5_000_000n, upper: 6_000_000n },
      ],
    });
    const answer = checked(input);
    expect(answer.optimalityGap).toBeLessThan(1e-5);
    expectNoBetterNeighbour(input, answer);
    expect(Number(answer.amounts[2]!.reduce((sum, amount) => sum + amount))).toBeCloseTo(500_000, -1.5);
  });

  it("counts what is carried over beyond the last period", () => {
    const carryOver = normalisedWeights({ form: "BINOMIAL", alpha: 0.5 }, 3);
    expect(adstockWeights({ form: "BINOMIAL", alpha: 0.5 }, 3)).toEqual([
      1,
      expect.closeTo(2 / 3, 12),
      expect.closeTo(1 / 3, 12),
    ]);
    const input = inputOf([lineOf(log(1, 1e9), { carryOver })], { periods: 1 });
    // A nearly straight curve loses nothing by spreading: a half, a third and a sixth of it come in three periods.
    expect(checked(input).response).toBeCloseTo(Number(TOTAL) / 1e9, 4);
  });
});

describe("what cannot be kept together", () => {
  const refusalsOf = (input: ConstrainedInput): unknown => {
    try {
      return allocateConstrained(input);
    } catch (error) {
      if (error instanceof AllocationRefusedError) return error.refusals;
      throw error;
    }
  };

  it("is named as the smallest set, and no constraint beside it", () => {
    const lines = [1, 2, 3, 4].map(() => lineOf(log(1, 1e6)));
    const group = (members: number[], lower: bigint, upper: bigint) => ({
      lines: members,
      periods: null,
      lower,
      upper,
    });
    const groups = [group([0, 1], 0n, 9_000_000n), group([0, 1, 2], 6_000_000n, TOTAL), group([3], 5_000_000n, TOTAL)];
    expect(refusalsOf(inputOf(lines, { groups }))).toEqual([
      {
        code: "CONFLICT",
        constraints: [{ kind: "TOTAL" }, { kind: "GROUP", group: 1 }, { kind: "GROUP", group: 2 }],
        message: "These constraints cannot be kept together: the total, group 1, group 2; move one of them.",
      },
    ]);
  });

  it("names the bounds of a line within a group", () => {
    const lines = [lineOf(log(1, 1e6), { lower: 4_000_000n }), lineOf(log(1, 1e6))];
    const groups = [{ lines: [0], periods: null, lower: 0n, upper: 3_000_000n }];
    expect(refusalsOf(inputOf(lines, { groups }))).toMatchObject([
      {
        code: "CONFLICT",
        constraints: [
          { kind: "GROUP", group: 0 },
          { kind: "LINE", line: 0 },
        ],
      },
    ]);
  });

  it("is an S-shape over periods, or a group with bounds in the wrong order", () => {
    expect(refusalsOf(inputOf([lineOf(hill(1, 1e6, 2))], { periods: 2 }))).toMatchObject([
      { code: "S_SHAPE_OVER_PERIODS", line: 0 },
    ]);
    const groups = [{ lines: [0], periods: null, lower: 2n, upper: 1n }];
    expect(refusalsOf(inputOf([lineOf(log(1, 1))], { groups }))).toMatchObject([{ code: "GROUP_BOUNDS", group: 0 }]);
  });
});
