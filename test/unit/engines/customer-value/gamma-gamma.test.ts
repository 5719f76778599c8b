import { fitBgNbd } from "../../../../src/engines/customer-value/bg-nbd-fit";
import { expectedPurchases } from "../../../../src/engines/customer-value/bg-nbd-forecast";
import { discounted } from "../../../../src/engines/customer-value/discounted";
import {
  expectedSpend,
  fitGammaGamma,
  type GammaGammaFit,
  gammaGammaLogLikelihood,
  type SpendCounts,
} from "../../../../src/engines/customer-value/gamma-gamma";
import { hasCdnow, summaryCounts, summaryRows } from "./cdnow";

const describeCdnow = hasCdnow ? describe : describe.skip;

function fitted(counts: SpendCounts): GammaGammaFit {
  const fit = fitGammaGamma(counts);
  if (!fit.isFitted) throw new Error(fit.reason);
  return fit;
}

describeCdnow("gamma-gamma on CDNOW", () => {
  const repeaters = hasCdnow ? summaryRows().filter(([, x]) => x! > 0) : [];
  const counts: SpendCounts = {
    purchases: repeaters.map(([, x]) => x!),
    total: repeaters.map(([, x, , , mean]) => x! * mean!),
    people: repeaters.map(() => 1),
  };
  const { model, logLikelihood } = hasCdnow ? fitted(counts) : ({} as GammaGammaFit);

  it("G1: reproduces p 6.25, q 3.74, v 15.44 of Fader & Hardie 2013 and the optimum", () => {
    for (const [got, published, optimum] of [
      [model.p, 6.25, 6.2488],
      [model.q, 3.74, 3.74459],
      [model.v, 15.44, 15.44775],
    ] as const) {
      expect(Math.abs(got - published)).toBeLessThan(0.01);
      expect(Math.abs(got - optimum)).toBeLessThan(1e-5);
    }
    expect(logLikelihood).toBeCloseTo(-4055.92324, 4);
    expect(gammaGammaLogLikelihood(counts)({ p: 6.25, q: 3.74, v: 15.44 }).value).toBeCloseTo(-4055.92, 1);
  });

  it("G2: the spends have the published shape", () => {
    const means = repeaters.map(([, , , , mean]) => mean!).sort((a, b) => a - b);
    const mean = means.reduce((sum, value) => sum + value, 0) / 946;
    expect(means).toHaveLength(946);
    expect(mean).toBeCloseTo(35.0786, 3);
    expect(Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 945)).toBeCloseTo(30.2835, 3);
    expect([means[0], means.at(-1)]).toEqual([2.99, 299.63]);
    expect((means[472]! + means[473]!) / 2).toBeCloseTo(27.5, 2);
  });

  it("G4: a purchase is worth 35.2190 with the rounded parameters and 35.1710 with the fit", () => {
    expect(expectedSpend({ p: 6.25, q: 3.74, v: 15.44 }, 0, 0)).toBeCloseTo(35.219, 4);
    expect(expectedSpend(model, 0, 0)).toBeCloseTo(35.171, 4);
  });

  const values = (weeksPerMonth: number): readonly number[] => {
    const fit = fitBgNbd(summaryCounts());
    if (!fit.isFitted) throw new Error(fit.reason);
    return summaryRows()
      .slice(0, 10)
      .map(([, x, lastPurchase, age, mean]) => {
        const history = { unit: "WEEK", repeatPurchases: x!, lastPurchase: lastPurchase!, age: age! } as const;
        const purchases = discounted((length) => expectedPurchases(fit.model, history, { unit: "WEEK", length }), {
          ...{ horizon: 12 * weeksPerMonth, period: weeksPerMonth, rate: 0.01 },
        });
        return purchases * expectedSpend(model, x!, x! * mean!);
      });
  };

  it("C1: reproduces lifetimes' Quickstart with its months of 30 weeks", () => {
    const wanted = [
      ...[140.096211, 18.943467, 38.180574, 38.180574, 38.180574],
      ...[1003.868107, 28.109683, 38.180574, 167.418216, 38.180574],
    ];
    for (const [index, value] of values(30).entries()) expect(value).toBeCloseTo(wanted[index]!, 4);
  });

  it("C2: twelve months of 4.345 weeks", () => {
    const wanted = [36.2785, 4.6375, 8.3441, 8.3441, 8.3441, 283.5236, 6.8814, 8.3441];
    for (const [index, value] of wanted.entries()) expect(values(4.345)[index]).toBeCloseTo(value, 4);
  });
});

describe("discounting", () => {
  it.each([
    [1, 1, 1 / 2],
    [2, 0, 2],
    [2, 1, 3 / 4],
  ])("C5: 1 a period over %p periods at a rate of %p is worth %p", (horizon, rate, value) =>
    expect(discounted((time) => time, { horizon, period: 1, rate })).toBeCloseTo(value, 12),
  );

  it("counts a last period that is cut short at its own end", () =>
    expect(discounted((time) => time, { horizon: 1.5, period: 1, rate: 1 })).toBeCloseTo(1 / 2 + 0.5 / 2 ** 1.5, 12));

  it("refuses a horizon of nothing", () =>
    expect(() => discounted((time) => time, { horizon: 0, period: 1, rate: 0 })).toThrow("above 0"));
});

describe("spends that tell nothing", () => {
  it("refuses nobody", () =>
    expect(fitGammaGamma({ purchases: [], total: [], people: [] })).toEqual({
      ...{ isFitted: false, reason: "NO_REPEAT_PURCHASES" },
    }));

  it("refuses spends that are all the same", () =>
    expect(fitGammaGamma({ purchases: [2], total: [20], people: [50] })).toMatchObject({ isFitted: false }));

  it.each([
    [0, 10],
    [1, 0],
    [1, -5],
  ])("refuses a total of %p purchases worth %p", (purchases, total) =>
    expect(() => fitGammaGamma({ purchases: [purchases], total: [total], people: [1] })).toThrow("above 0"),
  );
});
