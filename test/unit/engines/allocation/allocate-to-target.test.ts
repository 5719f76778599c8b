import fc from "fast-check";
import { normalisedWeights } from "../../../../src/engines/allocation/adstock";
import {
  allocateAtPrice,
  allocateAtReturn,
  allocateTotal,
  type OpenInput,
} from "../../../../src/engines/allocation/allocate-to-target";
import { AllocationRefusedError } from "../../../../src/engines/allocation/allocation-refusal";
import { type ConstrainedLine, responseOf } from "../../../../src/engines/allocation/constrained-input";
import { type LineCurve, toConcaveCurve } from "../../../../src/engines/allocation/response-curve";
import { log, michaelisMenten } from "./allocations";

const hill = (vmax: number, km: number, slope: number): LineCurve => ({ form: "HILL", vmax, km, slope });
const MOST = 10n ** 12n;
const lineOf = (curve: LineCurve, change: Partial<ConstrainedLine> = {}): ConstrainedLine => ({
  ...{ curve, lower: 0n, upper: MOST, mayBeOff: false, carryOver: [1] },
  ...change,
});
const openOf = (lines: readonly ConstrainedLine[], change: Partial<OpenInput> = {}): OpenInput => ({
  ...{ periods: 1, lines, groups: [] },
  ...change,
});
const refusalsOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    if (error instanceof AllocationRefusedError) return error.refusals;
    throw error;
  }
};

/** The best total found by trying every one, slowly. */
function greatestTotal(input: OpenInput, target: number, most: number): number {
  let best = 0;
  for (let total = 1; total <= most; total++) {
    const { response } = allocateTotal({ ...input, total: BigInt(total) });
    if (response >= target * total) best = total;
  }
  return best;
}

/** Every split of two lines, tried. */
function bestNet(input: OpenInput, price: number, most: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let one = 0; one <= most; one++)
    for (let two = 0; two <= most - one; two++)
      best = Math.max(best, responseOf({ ...input, total: 0n }, [one, two]) - price * (one + two));
  return best;
}

const concave = fc
  .tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 40 }), fc.boolean())
  .map(([a, b, isLog]) => (isLog ? log(a, b) : michaelisMenten(a, b)));

describe("allocateAtPrice", () => {
  it("spends to where the closed form's marginal returns meet the price: a / (b + x) = 1/32.5 on a (3, 1), b (10, 20)", () => {
    // References 3.5 scaled by 100: the split of 10,000 is 8,750 and 1,250 at 1 / 3,250 a unit.
    const lines = [lineOf(log(3, 1_000)), lineOf(log(1, 2_000))];
    const { amounts, total, optimalityGap } = allocateAtPrice(openOf(lines), 1 / 3_250, null);
    expect(Number(amounts[0]![0])).toBeCloseTo(8_750, -0.5);
    expect(Number(amounts[1]![0])).toBeCloseTo(1_250, -0.5);
    expect(total).toBe(amounts[0]![0]! + amounts[1]![0]!);
    expect(optimalityGap).toBeLessThan(1e-12);
  });

  it("is beaten by no split of any total, tried one by one, whatever the curves", () => {
    fc.assert(
      fc.property(concave, concave, fc.double({ min: 0.05, max: 2, noNaN: true }), (one, two, price) => {
        const input = openOf([lineOf(one), lineOf(two)]);
        const found = refusalsOf(() => allocateAtPrice(input, price, 60n));
        if (Array.isArray(found)) {
          expect(found).toMatchObject([{ code: "TARGET_UNREACHABLE" }]);
          expect(bestNet(input, price, 60)).toBeLessThanOrEqual(1e-9);
          return;
        }
        const { response, total } = found as ReturnType<typeof allocateAtPrice>;
        expect(response - price * Number(total)).toBeGreaterThanOrEqual(bestNet(input, price, 60) - 1e-9);
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  it("leaves an S-shaped line off that does not pay and proves it against every split", () => {
    for (const km of [4, 12, 30]) {
      const input = openOf([lineOf(hill(20, km, 3)), lineOf(log(6, 8))]);
      const { response, total, optimalityGap } = allocateAtPrice(input, 0.5, 60n);
      const net = response - 0.5 * Number(total);
      expect(net + optimalityGap * response).toBeGreaterThanOrEqual(bestNet(input, 0.5, 60) - 1e-9);
      expect(net).toBeGreaterThanOrEqual(bestNet(input, 0.5, 60) - 0.05 * response);
    }
  });

  it("keeps groups and a maximum", () => {
    const lines = [lineOf(log(3, 1_000)), lineOf(log(1, 2_000))];
    const groups = [{ lines: [1], periods: null, lower: 2_000n, upper: MOST }];
    const forced = allocateAtPrice(openOf(lines, { groups }), 1 / 3_250, null);
    expect(forced.amounts.map(([amount]) => Number(amount))).toEqual([expect.closeTo(8_750, -1), 2_000]);
    expect(allocateAtPrice(openOf(lines), 1 / 3_250, 5_000n).total).toBe(5_000n);
  });

  it("spends on a line over periods until a unit no longer brings the price in all that it works on", () => {
    const carryOver = normalisedWeights({ form: "GEOMETRIC", decay: 0.5 }, 3);
    const input = openOf([lineOf(michaelisMenten(100, 10_000), { carryOver })], { periods: 4 });
    const price = 0.002;
    const { amounts, total, response } = allocateAtPrice(input, price, null);
    const net = (cells: readonly number[]): number =>
      responseOf({ ...input, total: 0n }, cells) - price * cells.reduce((sum, cell) => sum + cell, 0);
    const cells = amounts[0]!.map(Number);
    expect(net(cells)).toBeCloseTo(response - price * Number(total), 9);
    for (let cell = 0; cell < 4; cell++)
      for (const by of [-100, -1, 1, 100]) {
        const other = cells.with(cell, cells[cell]! + by);
        if (other[cell]! >= 0) expect(net(other)).toBeLessThanOrEqual(net(cells) + 1e-9);
      }
  });

  it.each([
    ["nothing is worth the price", log(1, 10), 5, "TARGET_UNREACHABLE"],
    ["every unit is, for ever", log(1e12, 1), 1e-4, "TARGET_UNBOUNDED"],
  ])("refuses when %s", (_, curve, price, code) => {
    const lines = [lineOf(curve, { upper: BigInt(Number.MAX_SAFE_INTEGER) })];
    expect(refusalsOf(() => allocateAtPrice(openOf(lines), price, null))).toMatchObject([{ code }]);
  });
});

/** The best response of every total in whole units, line by line. */
function bestByTotal({ lines }: OpenInput, most: number): readonly number[] {
  let best = Array.from({ length: most + 1 }, (_, total) => (total === 0 ? 0 : Number.NEGATIVE_INFINITY));
  for (const { curve, lower, upper, mayBeOff } of lines) {
    const { response } = toConcaveCurve(curve);
    const brought = Array.from({ length: most + 1 }, (_, amount) =>
      (mayBeOff && amount === 0) || (amount >= Number(lower) && amount <= Number(upper))
        ? response(amount)
        : Number.NEGATIVE_INFINITY,
    );
    best = best.map((_, total) => Math.max(...brought.slice(0, total + 1).map((own, at) => own + best[total - at]!)));
  }
  return best;
}

describe("allocateAtReturn", () => {
  it("spends the greatest total that keeps the return, as trying every total does", () => {
    fc.assert(
      fc.property(
        fc.array(concave, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0.3, max: 1.5, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (curves, target, lower) => {
          const input = openOf(curves.map((curve) => lineOf(curve, { upper: 60n, lower: BigInt(lower) })));
          const most = 60 * curves.length;
          const least = lower * curves.length;
          let expected = 0;
          for (let total = Math.max(1, least); total <= most; total++) {
            const { response } = allocateTotal({ ...input, total: BigInt(total) });
            if (response >= target * total) expected = total;
          }
          const found = refusalsOf(() => allocateAtReturn(input, target, null));
          if (Array.isArray(found)) {
            expect(found).toMatchObject([{ code: "TARGET_UNREACHABLE" }]);
            expect(expected).toBe(0);
          } else expect(Number((found as ReturnType<typeof allocateAtReturn>).total)).toBe(expected);
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });

  it("answers Michaelis and Menten's closed form: vmax / (km + x) = target, so x = vmax / target - km", () => {
    const { total, response } = allocateAtReturn(openOf([lineOf(michaelisMenten(1e9, 1e6))]), 100, null);
    expect(total).toBe(9_000_000n);
    expect(response / Number(total)).toBeCloseTo(100, 9);
  });

  it("keeps the return under groups, where one more unit would not", () => {
    const lines = [lineOf(michaelisMenten(40, 20)), lineOf(michaelisMenten(10, 20))];
    const groups = [{ lines: [1], periods: null, lower: 10n, upper: 30n }];
    const input = openOf(lines, { groups });
    const { total } = allocateAtReturn(input, 0.5, null);
    const at = (units: bigint): number => allocateTotal({ ...input, total: units }).response / Number(units);
    expect(at(total)).toBeGreaterThanOrEqual(0.5 - 1e-9);
    expect(at(total + 1n)).toBeLessThan(0.5);
  });

  it("ends at the maximum where the return is still above the target", () => {
    expect(allocateAtReturn(openOf([lineOf(log(10, 10))]), 0.5, 7n).total).toBe(7n);
  });

  it("spends on S-shapes the greatest total that every split of every total allows, with what is proven", () => {
    const MOST = 300;
    const shape = fc
      .tuple(fc.integer({ min: 20, max: 300 }), fc.integer({ min: 20, max: 150 }), fc.integer({ min: 1, max: 4 }))
      .map(([vmax, km, slope]) => hill(vmax, km, slope));
    const drawn = fc.tuple(
      fc.array(fc.tuple(shape, fc.boolean()), { minLength: 2, maxLength: 3 }),
      fc.double({ min: 0.2, max: 1.5, noNaN: true }),
    );
    let reached = 0;
    fc.assert(
      fc.property(drawn, ([curves, target]) => {
        const input = openOf(
          curves.map(([curve, mayBeOff]) => lineOf(curve, { upper: 200n, lower: mayBeOff ? 30n : 0n, mayBeOff })),
        );
        const best = bestByTotal(input, MOST);
        let expected = 0;
        for (let total = 1; total <= MOST; total++) if (best[total]! >= target * total) expected = total;
        const found = refusalsOf(() => allocateAtReturn(input, target, BigInt(MOST)));
        if (Array.isArray(found)) {
          expect(found).toMatchObject([{ code: "TARGET_UNREACHABLE" }]);
          expect(expected).toBe(0);
          return;
        }
        const { total, atMost, response } = found as ReturnType<typeof allocateAtReturn>;
        reached += 1;
        expect(response).toBeGreaterThanOrEqual(target * Number(total));
        expect(Number(total)).toBeLessThanOrEqual(expected);
        expect(Number(atMost)).toBeGreaterThanOrEqual(expected);
        // Whole units: what is searched are parts of them as well.
        expect(expected - Number(total)).toBeLessThanOrEqual(2);
        expect(Number(atMost) - expected).toBeLessThanOrEqual(2);
      }),
      { numRuns: 15, seed: 6 },
    );
    expect(reached).toBeGreaterThan(5);
  });

  it("leaves the valley of an S-shape, where a little money brings less than the target and more brings it", () => {
    // 100 x^3 / (50^3 + x^3) >= x where x^3 - 100 x^2 + 125,000 <= 0: between two roots, of which the second is wanted.
    const { total, atMost } = allocateAtReturn(openOf([lineOf(hill(1e6, 5e5, 3), { upper: 10n ** 8n })]), 1, null);
    const root = Number(total) / 1e4;
    const cubic = (x: number): number => x ** 3 - 100 * x ** 2 + 125_000;
    expect(cubic(root)).toBeLessThanOrEqual(0);
    expect(cubic(root * (1 + 2e-4))).toBeGreaterThan(0);
    expect(cubic(Number(atMost + 1n) / 1e4)).toBeGreaterThan(0);
    expect(Number(atMost - total) / Number(total)).toBeLessThan(2e-4);
  });

  it("names the best return where lower bounds keep it from the target", () => {
    // x / (100 + x^2) is 1/20 at most.
    expect(refusalsOf(() => allocateAtReturn(openOf([lineOf(hill(1, 10, 2))]), 0.06, null))).toMatchObject([
      { code: "TARGET_UNREACHABLE" },
    ]);
    // 100 x / (10 + x) with 90 or more: at 90 each unit brings 1 on average, further ones less.
    const lines = [lineOf(michaelisMenten(100, 10), { lower: 90n })];
    expect(refusalsOf(() => allocateAtReturn(openOf(lines), 1.5, null))).toMatchObject([
      { code: "TARGET_UNREACHABLE", best: 1 },
    ]);
  });

  it("agrees with the slow search on one case by hand", () => {
    const input = openOf([lineOf(michaelisMenten(40, 20), { upper: 80n })]);
    // 40 / (20 + x) >= 0.5 up to x = 60.
    expect(greatestTotal(input, 0.5, 80)).toBe(60);
    expect(allocateAtReturn(input, 0.5, null).total).toBe(60n);
  });
});

describe("a mix of curves", () => {
  const mix = (...parts: readonly [number, LineCurve][]): LineCurve => ({
    form: "MIX",
    parts: parts.map(([weight, curve]) => ({ weight, curve: curve as ReturnType<typeof log> })),
  });

  it("is what its parts bring together, and split as if they were one", () => {
    const lines = [lineOf(mix([2, log(1, 10)], [1, log(1, 10)])), lineOf(log(1, 20))];
    // Twice and once a logarithm of one scale are three times it: references 3.5 again.
    const { amounts, response } = allocateTotal({ ...openOf(lines), total: 100n });
    const { amounts: same, response: equal } = allocateTotal({
      ...openOf([lineOf(log(3, 10)), lineOf(log(1, 20))]),
      total: 100n,
    });
    expect(amounts).toEqual(same);
    expect(response).toBeCloseTo(equal, 12);
  });
});

describe("periods of a line", () => {
  it("hold its money, while what it carries over works on after them", () => {
    const carryOver = normalisedWeights({ form: "GEOMETRIC", decay: 0.5 }, 3);
    const lines = [
      lineOf(log(10, 1_000), { carryOver, spendIn: [0, 1] }),
      lineOf(log(10, 1_000), { carryOver, spendIn: [2, 3] }),
    ];
    const input = { ...openOf(lines, { periods: 4 }), total: 40_000n };
    const { amounts, response, optimalityGap } = allocateTotal(input);
    expect(amounts[0]!.slice(2)).toEqual([0n, 0n]);
    expect(amounts[1]!.slice(0, 2)).toEqual([0n, 0n]);
    expect(amounts.flat().reduce((sum, amount) => sum + amount, 0n)).toBe(40_000n);
    expect(optimalityGap).toBeLessThan(1e-6);
    // The two lines are mirror images but for where they stand, so each gets half.
    expect(amounts[0]!.reduce((sum, amount) => sum + amount, 0n)).toBe(20_000n);
    expect(response).toBeCloseTo(responseOf(input, amounts.flat().map(Number)), 9);
    for (const by of [-500, -50, 50, 500]) {
      const cells = amounts.flat().map(Number);
      const moved = cells.with(0, cells[0]! - by).with(1, cells[1]! + by);
      expect(responseOf(input, moved)).toBeLessThanOrEqual(response + 1e-9);
    }
  });

  it("must be one at least, and conflicts over them name the line", () => {
    const lines = [lineOf(log(1, 10), { spendIn: [] })];
    expect(refusalsOf(() => allocateTotal({ ...openOf(lines, { periods: 2 }), total: 10n }))).toMatchObject([
      { code: "NO_PERIOD", line: 0 },
    ]);
    const groups = [{ lines: [1], periods: [0], lower: 5n, upper: MOST }];
    const two = [lineOf(log(1, 10)), lineOf(log(1, 10), { spendIn: [1] })];
    expect(refusalsOf(() => allocateTotal({ ...openOf(two, { periods: 2, groups }), total: 10n }))).toMatchObject([
      {
        code: "CONFLICT",
        constraints: [
          { kind: "GROUP", group: 0 },
          { kind: "LINE", line: 1 },
        ],
      },
    ]);
  });
});
