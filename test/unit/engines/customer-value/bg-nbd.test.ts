import { type BgNbdFit, fitBgNbd } from "../../../../src/engines/customer-value/bg-nbd-fit";
import {
  expectedPurchases,
  expectedPurchasesOfNew,
  probabilityAlive,
  probabilityOfPurchases,
} from "../../../../src/engines/customer-value/bg-nbd-forecast";
import { type BgNbdModel, bgNbdLogLikelihood } from "../../../../src/engines/customer-value/bg-nbd-likelihood";
import type {
  HistoryCounts,
  PurchaseHistory,
  Span,
  TimeUnit,
} from "../../../../src/engines/customer-value/purchase-history";
import { countsOf, hasCdnow, rebuiltRows, summaryCounts } from "./cdnow";

const describeCdnow = hasCdnow ? describe : describe.skip;

const PUBLISHED: BgNbdModel<"WEEK"> = { unit: "WEEK", r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const weeks = (length: number): Span<"WEEK"> => ({ unit: "WEEK", length });
const history = (repeatPurchases: number, lastPurchase: number, age: number): PurchaseHistory<"WEEK"> => ({
  ...{ unit: "WEEK", repeatPurchases, lastPurchase, age },
});

function fitted<Unit extends TimeUnit>(counts: HistoryCounts<Unit>): BgNbdFit<Unit> {
  const fit = fitBgNbd(counts);
  if (!fit.isFitted) throw new Error(fit.reason);
  return fit;
}

const valuesOf = ({ r, alpha, a, b }: Record<"r" | "alpha" | "a" | "b", number | null>) => [r!, alpha!, a!, b!];

const expectAll = (got: readonly number[], wanted: readonly number[], tolerance: number): void => {
  expect(got).toHaveLength(wanted.length);
  for (const [index, value] of wanted.entries()) expect(Math.abs(got[index]! - value)).toBeLessThanOrEqual(tolerance);
};

describeCdnow("BG/NBD on CDNOW", () => {
  const raw = hasCdnow ? rebuiltRows() : [];
  const rebuilt = hasCdnow ? fitted(countsOf(raw)) : null!;
  const summary = hasCdnow ? fitted(summaryCounts()) : null!;

  it("rebuilds the summary of Fader, Hardie & Lee 2005: 2357 customers, 2457 repeats, 946 of them repeaters", () => {
    expect(raw.length).toBe(2357);
    expect(raw.reduce((sum, { x }) => sum + x, 0)).toBe(2457);
    expect(raw.filter(({ x }) => x > 0)).toHaveLength(946);
  });

  it("B1: reproduces the estimates of Fader, Hardie & Lee 2005 (r .243, alpha 4.414, a .793, b 2.426)", () =>
    expectAll(valuesOf(rebuilt.model), [0.243, 4.414, 0.793, 2.426], 1e-3));

  it("B2: reproduces CLVTools' estimates and log-likelihood", () => {
    expectAll(valuesOf(rebuilt.model), [0.2425945, 4.4136019, 0.7929199, 2.4258881], 1e-3);
    expect(rebuilt.logLikelihood).toBeCloseTo(-9582.429, 2);
  });

  it("B3: reproduces BTYD's estimates", () =>
    expectAll(valuesOf(rebuilt.model), [0.2425982, 4.4136842, 0.7929899, 2.4261667], 1e-3));

  it("B4: reproduces lifetimes' estimates with their standard errors", () => {
    expectAll(valuesOf(summary.model), [0.242593, 4.413532, 0.792886, 2.425752], 2e-6);
    expectAll(valuesOf(summary.standardErrors), [0.012557, 0.378221, 0.185719, 0.705345], 2e-6);
    const { r } = summary.model;
    expect(r - 1.96 * summary.standardErrors.r).toBeCloseTo(0.217981, 5);
    expect(r + 1.96 * summary.standardErrors.r).toBeCloseTo(0.267205, 5);
  });

  it("B5: finds the optimum to 1e-6", () => {
    expectAll(valuesOf(summary.model), [0.24259291, 4.41353148, 0.79288605, 2.42575332], 1e-6);
    expect(Math.abs(summary.logLikelihood + 9582.42556)).toBeLessThan(1e-5);
  });

  it.each([
    [[1, 1, 1, 1], -13887.694645],
    [[0.5, 6, 1.2, 3.3], -9783.441082],
    [[0.243, 4.414, 0.793, 2.426], -9582.426831],
  ] as const)("B6: the log-likelihood at %p", ([r, alpha, a, b], wanted) =>
    expect(Math.abs(bgNbdLogLikelihood(summaryCounts())({ r, alpha, a, b }).value - wanted)).toBeLessThan(1e-6),
  );

  it("B8: a new customer makes 1.444004 repeats in 52 weeks", () =>
    expect(Math.abs(expectedPurchasesOfNew(rebuilt.model, weeks(52)) - 1.444004)).toBeLessThan(1e-3));

  it("B9: P(alive) of x=2, t_x=30.43, T=38.86 is .7266091685 with the fit", () =>
    expect(probabilityAlive(summary.model, history(2, 30.43, 38.86))).toBeCloseTo(0.7266091685, 7));

  it("B16: all 2357 make 1653.423 repeats in 39 weeks to expect; 1882 were made", () => {
    const { repeatPurchases, lastPurchase, age } = summaryCounts();
    let total = 0;
    for (let row = 0; row < age.length; row++)
      total += expectedPurchases(
        summary.model,
        history(repeatPurchases[row]!, lastPurchase[row]!, age[row]!),
        weeks(39),
      );
    expect(Math.abs(total - 1653.423)).toBeLessThan(1e-3);
    expect(raw.reduce((sum, { holdout }) => sum + holdout, 0)).toBe(1882);
  });

  it("gives the same model of days as of weeks, with alpha seven times as large", () => {
    const { repeatPurchases, lastPurchase, age, people } = summaryCounts();
    const days = fitted({
      ...{ unit: "DAY", repeatPurchases, people },
      lastPurchase: Array.from(lastPurchase, (t) => 7 * t),
      age: Array.from(age, (t) => 7 * t),
    });
    const { r, alpha, a, b } = days.model;
    expectAll([r, alpha / 7, a, b], valuesOf(summary.model), 1e-6);
  });
});

describe("BG/NBD with the published parameters", () => {
  it("B7: E[X(t)] of a new customer", () => {
    const spans = [0.1429, 1, 3, 31.8571, 32, 78];
    const got = spans.map((length) => expectedPurchasesOfNew(PUBLISHED, weeks(length)));
    expectAll(got, [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], 3e-3);
    expectAll(got, [0.0078283, 0.0532679, 0.1508652, 1.0419961, 1.0452433, 1.8605191], 1e-7);
  });

  it("B9: E[Y(39)] given x=2, t_x=30.43, T=38.86", () =>
    expect(expectedPurchases(PUBLISHED, history(2, 30.43, 38.86), weeks(39))).toBeCloseTo(1.226028, 6));

  it("B14: P(X(t)=n)", () => {
    expect(probabilityOfPurchases(PUBLISHED, 10, weeks(2))).toBeCloseTo(1.07869e-7, 12);
    expect(probabilityOfPurchases(PUBLISHED, 0, weeks(39))).toBeCloseTo(0.5737864, 7);
    const wanted = [
      ...[0.0019995214, 0.0015170236, 0.001163315, 0.0009003148, 0.0007023638],
      ...[0.0005517902, 0.0004361913, 0.0003467171, 0.0002769613, 0.000222226],
    ];
    expectAll(
      wanted.map((_, index) => probabilityOfPurchases(PUBLISHED, 11 + index, weeks(30))),
      wanted,
      1e-9,
    );
  });

  it("B15: is stable for 200 purchases (Hardie note 027)", () => {
    const parameters = { r: 0.25, alpha: 4, a: 0.8, b: 2.5 };
    const at = (x: number, lastPurchase: number) =>
      bgNbdLogLikelihood(countsOf([{ x, lastPurchase, age: 40 }]))(parameters).value;
    expect(at(0, 0)).toBeCloseTo(-0.59947382, 7);
    expect(at(200, 38)).toBeCloseTo(100.7957, 4);
  });

  it("B17: nobody without a repeat has stopped", () => {
    expect(probabilityAlive(PUBLISHED, history(0, 0, 38.86))).toBe(1);
    expect(expectedPurchases(PUBLISHED, history(0, 0, 38.86), weeks(39))).toBeCloseTo(0.19509805, 7);
  });

  it("adds up: the chances of all numbers are 1 and their mean is the expectation", () => {
    const chances = Array.from({ length: 400 }, (_, n) => probabilityOfPurchases(PUBLISHED, n, weeks(39)));
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 8);
    const mean = chances.reduce((sum, chance, n) => sum + n * chance, 0);
    expect(mean).toBeCloseTo(expectedPurchasesOfNew(PUBLISHED, weeks(39)), 6);
  });

  it("is smooth in a across 1 and with a + b below 1", () => {
    const at = (a: number) => expectedPurchasesOfNew({ ...PUBLISHED, a }, weeks(39));
    expect(at(1)).toBeCloseTo((at(0.999) + at(1.001)) / 2, 5);
    const sparse = { ...PUBLISHED, a: 0.3, b: 0.4 };
    const chances = Array.from({ length: 400 }, (_, n) => probabilityOfPurchases(sparse, n, weeks(39)));
    expect(chances.reduce((sum, chance, n) => sum + n * chance, 0)).toBeCloseTo(
      expectedPurchasesOfNew(sparse, weeks(39)),
      5,
    );
  });
});

describe("what tells nothing", () => {
  it("refuses histories of one purchase each", () =>
    expect(fitBgNbd({ unit: "DAY", repeatPurchases: [0], lastPurchase: [0], age: [50], people: [100] })).toEqual({
      ...{ isFitted: false, reason: "NO_REPEAT_PURCHASES" },
    }));

  it("refuses histories that are all the same", () =>
    expect(fitBgNbd({ unit: "DAY", repeatPurchases: [5], lastPurchase: [50], age: [50], people: [100] })).toEqual({
      ...{ isFitted: false, reason: "NOT_IDENTIFIED" },
    }));

  it.each([
    [[1, 0, 5], "but got x 1, t_x 0, T 5"],
    [[1, 6, 5], "but got x 1, t_x 6, T 5"],
    [[0, 1, 5], "but got x 0, t_x 1, T 5"],
    [[0.5, 1, 5], "but got x 0.5, t_x 1, T 5"],
  ])("refuses the history %p", ([x, lastPurchase, age], message) =>
    expect(() => probabilityAlive(PUBLISHED, history(x!, lastPurchase!, age!))).toThrow(message),
  );

  it("refuses parameters that are none", () =>
    expect(() => probabilityAlive({ ...PUBLISHED, r: Number.NaN }, history(0, 0, 1))).toThrow(
      "finite parameters above 0",
    ));
});
