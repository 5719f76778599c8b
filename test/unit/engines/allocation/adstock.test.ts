import fc from "fast-check";
import { type Adstock, adstockWeights, carryOver, normalisedWeights } from "../../../../src/engines/allocation/adstock";
import { boundsAround } from "../../../../src/engines/allocation/bounds-around";
import { hillSaturation } from "../../../../src/engines/allocation/hill-curve";

const FIVE = [100, 100, 100, 100, 100];
/** Running sums of what 100 of the first period work in each of five. */
const carried = (adstock: Adstock): string => {
  let sum = 0;
  return carryOver([100, 0, 0, 0, 0], adstockWeights(adstock, 5))
    .map((value) => {
      sum += value;
      return sum.toFixed(7);
    })
    .join(" ");
};
const oldestFirst = (adstock: Adstock): number[] => adstockWeights(adstock, 5).reverse();

describe("carry-over as Robyn's examples print it", () => {
  it("geometric(100 x5, .5) is 100 150 175 187.5 193.75, inflation 1.6125", () => {
    const series = carryOver(FIVE, adstockWeights({ form: "GEOMETRIC", decay: 0.5 }, 5));
    expect(series).toEqual([100, 150, 175, 187.5, 193.75]);
    expect(series.reduce((sum, value) => sum + value) / 500).toBe(1.6125);
  });

  it("Weibull cdf (.5, .5) is 100 156.1383914 180.9502904 190.0780779 192.9547175", () => {
    const adstock: Adstock = { form: "WEIBULL_CDF", shape: 0.5, scale: 0.5 };
    const printed = [1, 0.5613838, 0.248119, 0.0912779, 0.0287664];
    for (const [lag, weight] of adstockWeights(adstock, 5).entries()) expect(weight).toBeCloseTo(printed[lag]!, 6);
    expect(carried(adstock)).toBe("100.0000000 156.1383914 180.9502904 190.0780779 192.9547175");
    expect(carryOver(FIVE, adstockWeights(adstock, 5))[4]).toBeCloseTo(192.9547175, 7);
  });

  it("Weibull pdf (.5, .5) is 100 143.2349687 163.6301615 171.5209826 171.5209826", () => {
    expect(carried({ form: "WEIBULL_PDF", shape: 0.5, scale: 0.5 })).toBe(
      "100.0000000 143.2349687 163.6301615 171.5209826 171.5209826",
    );
  });
});

describe("decay weights of Meridian (window 5, oldest first)", () => {
  it.each<[string, Adstock, number[]]>([
    ["geometric .5", { form: "GEOMETRIC", decay: 0.5 }, [0.0625, 0.125, 0.25, 0.5, 1]],
    ["binomial .25", { form: "BINOMIAL", alpha: 0.25 }, [0.008, 0.064, 0.216, 0.512, 1]],
    ["binomial .5", { form: "BINOMIAL", alpha: 0.5 }, [0.2, 0.4, 0.6, 0.8, 1]],
    ["binomial 2/3", { form: "BINOMIAL", alpha: 2 / 3 }, [0.2, 0.4, 0.6, 0.8, 1].map(Math.sqrt)],
    ["binomial 0", { form: "BINOMIAL", alpha: 0 }, [0, 0, 0, 0, 1]],
    ["binomial 1", { form: "BINOMIAL", alpha: 1 }, [1, 1, 1, 1, 1]],
  ])("%s", (_, adstock, weights) => {
    for (const [index, weight] of oldestFirst(adstock).entries()) expect(weight).toBeCloseTo(weights[index]!, 12);
  });

  const series = [
    [0.12, 0.34, 0.91, 0.45, 0.78],
    [0.55, 0.71, 0.08, 0.82, 0.29],
    [0.89, 0.23, 0.67, 0.11, 0.95],
  ];
  it.each<["GEOMETRIC" | "BINOMIAL", string]>([
    ["GEOMETRIC", "0.75101431 0.43516129 0.57222021"],
    ["BINOMIAL", "0.74234579 0.46266667 0.56705117"],
  ])("%s of five periods at .1, .5 and .9", (form, figures) => {
    const last = [0.1, 0.5, 0.9].map((value, index) => {
      const adstock: Adstock = form === "GEOMETRIC" ? { form, decay: value } : { form, alpha: value };
      return carryOver(series[index]!, normalisedWeights(adstock, 5))[4]!.toFixed(8);
    });
    expect(last.join(" ")).toBe(figures);
  });
});

describe("saturation and bounds of the references", () => {
  it("Hill((100,150,170,190,200), alpha 3, gamma .5) has its inflexion amount at 100", () => {
    const figures = [100, 150, 170, 190, 200].map((x) => hillSaturation(x, 0.5 * 200, 3).toFixed(10));
    expect(figures.join(" ")).toBe("0.5000000000 0.7714285714 0.8308811094 0.8727573483 0.8888888889");
  });

  it("Hill with slope = ec = 1 is x / (1 + x), with slope 0 a half, and 0 at 0", () => {
    expect([0.5, 1, 3].map((x) => hillSaturation(x, 1, 1))).toEqual([1 / 3, 0.5, 0.75]);
    expect([hillSaturation(2, 1, 0), hillSaturation(0, 1, 0), hillSaturation(0, 1, 3)]).toEqual([0.5, 0, 0]);
  });

  it("bounds from spend (10642.5, 22222, 33333, 44444, 55555) to the hundred, as Meridian's optimizer", () => {
    const bounds = [106425n, 222220n, 333330n, 444440n, 555550n].map((current, index) =>
      boundsAround(
        current,
        { below: [0.5, 0.4, 0.3, 0.2, 0.1][index]!, above: [0.2544, 0.4, 0.5, 0.6, 0.7][index]! },
        1_000,
      ),
    );
    expect(bounds.map(({ lower }) => lower / 10n)).toEqual([5300n, 13300n, 23300n, 35500n, 50000n]);
    expect(bounds.map(({ upper }) => upper / 10n)).toEqual([13300n, 31100n, 50000n, 71000n, 94500n]);
  });

  it("refuses a fall of more than everything", () => {
    expect(() => boundsAround(1n, { below: 1.1, above: 0 })).toThrow("a fall from 0 to 1");
  });
});

it("keeps what is spent: normalised weights neither add nor lose once the window has passed", () => {
  const share = fc.double({ min: 0, max: 0.95, noNaN: true });
  const forms = fc.oneof(
    share.map((decay): Adstock => ({ form: "GEOMETRIC", decay })),
    share.map((alpha): Adstock => ({ form: "BINOMIAL", alpha })),
    fc
      .tuple(fc.double({ min: 0.1, max: 10, noNaN: true }), share)
      .map(([shape, scale]): Adstock => ({ form: "WEIBULL_CDF", shape, scale })),
  );
  fc.assert(
    fc.property(forms, fc.integer({ min: 1, max: 20 }), (adstock, window) => {
      const series = carryOver(new Array(40).fill(7), normalisedWeights(adstock, window));
      expect(series.at(-1)).toBeCloseTo(7, 9);
    }),
  );
});
