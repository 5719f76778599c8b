import { bayesianReadOut } from "../../../../src/engines/experiment/bayesian";
import { equalProportions, sampleRatioTest } from "../../../../src/engines/experiment/chi-square-test";
import { absoluteEffect, relativeEffect } from "../../../../src/engines/experiment/effect";
import { fixedHorizonTest } from "../../../../src/engines/experiment/fixed-horizon";
import {
  effectSizeH,
  peopleFor,
  peopleForDifference,
  powerOfMeans,
  powerOfNormal,
  powerOfProportions,
} from "../../../../src/engines/experiment/power";
import { sampleOfProportion, sampleOfSums } from "../../../../src/engines/experiment/sample";
import { twoProportionZ } from "../../../../src/engines/numeric/two-proportion-z";

const CONTROL = sampleOfSums({ people: 3407, sum: 1396.87, sumOfSquares: 52377.9767 })!;
const TREATMENT = sampleOfSums({ people: 3461, sum: 2422.7, sumOfSquares: 134698.29 })!;

describe("published tests of two samples", () => {
  it("reproduces E1, GrowthBook's relative t-test (.70732; -.03526 to 1.44989; sd .37879; p .06191)", () => {
    const { value, interval, standardError, pValue } = fixedHorizonTest(relativeEffect(CONTROL, TREATMENT)!);
    expect(value).toBeCloseTo(0.70732, 5);
    expect(interval.low).toBeCloseTo(-0.03526, 5);
    expect(interval.high).toBeCloseTo(1.44989, 5);
    expect(standardError).toBeCloseTo(0.37879, 5);
    expect(pValue).toBeCloseTo(0.06191, 5);
  });

  it("reproduces E2, the absolute one (.29; .04538 to .53462; sd .12478; p .02016)", () => {
    const { value, interval, standardError, pValue } = fixedHorizonTest(absoluteEffect(CONTROL, TREATMENT)!);
    expect(value).toBeCloseTo(0.29, 5);
    expect(interval.low).toBeCloseTo(0.04538, 5);
    expect(interval.high).toBeCloseTo(0.53462, 5);
    expect(standardError).toBeCloseTo(0.12478, 5);
    expect(pValue).toBeCloseTo(0.02016, 5);
  });

  it("reproduces E3, proportions 14/28 and 16/30 (.06667; -.47767 to .61101; p .80707)", () => {
    const effect = relativeEffect(sampleOfProportion(14, 28)!, sampleOfProportion(16, 30)!)!;
    const { value, interval, pValue } = fixedHorizonTest(effect);
    expect(value).toBeCloseTo(0.06667, 5);
    expect(interval.low).toBeCloseTo(-0.47767, 5);
    expect(interval.high).toBeCloseTo(0.61101, 5);
    expect(pValue).toBeCloseTo(0.80707, 5);
  });

  it("reproduces E7, the Bayesian read-out of 49/100 and 51/100 (.04082; .14725; .60918; -.24779 to .32943; .0814, .04058)", () => {
    const effect = relativeEffect(sampleOfProportion(49, 100)!, sampleOfProportion(51, 100)!)!;
    const { expected, standardDeviation, chanceToWin, interval, risk } = bayesianReadOut(effect);
    expect(expected).toBeCloseTo(0.04082, 5);
    expect(standardDeviation).toBeCloseTo(0.14725, 5);
    expect(chanceToWin).toBeCloseTo(0.60918, 5);
    expect(interval!.low).toBeCloseTo(-0.24779, 5);
    expect(interval!.high).toBeCloseTo(0.32943, 5);
    expect(risk!.ofControl).toBeCloseTo(0.0814, 5);
    expect(risk!.ofTreatment).toBeCloseTo(0.04058, 5);
  });

  it("reproduces E9, empty arms (expected 0, chance .5)", () => {
    expect(sampleOfProportion(0, 0)).toBeNull();
    expect(bayesianReadOut(null)).toEqual({
      expected: 0,
      standardDeviation: null,
      chanceToWin: 0.5,
      interval: null,
      risk: null,
    });
  });

  it("reproduces X5, variances by the delta method (absolute .53333, relative .00589)", () => {
    const [a, b] = [
      { people: 4, mean: 7, variance: 2 },
      { people: 15, mean: 5, variance: 0.5 },
    ];
    expect(absoluteEffect(a, b)!.variance).toBeCloseTo(0.53333, 5);
    expect(relativeEffect(a, b)!.variance).toBeCloseTo(0.00589, 5);
  });
});

describe("published power", () => {
  it("reproduces W4, R's power.prop.test (.7401659013; n 76.70693; n 1093.739046)", () => {
    expect(powerOfProportions(0.5, 0.75, { control: 50, treatment: 50 })).toBeCloseTo(0.7401659013, 9);
    expect(peopleFor(0.9, (sizes) => powerOfProportions(0.5, 0.75, sizes))).toBeCloseTo(76.70693, 5);
    expect(peopleFor(0.8, (sizes) => powerOfProportions(0.2, 0.25, sizes))).toBeCloseTo(1093.739046, 5);
  });

  it("reproduces W5, R's power.t.test (.8689528; n 22.0211)", () => {
    expect(powerOfMeans(1, 1, { control: 20, treatment: 20 })).toBeCloseTo(0.8689528, 6);
    expect(peopleFor(0.9, (sizes) => powerOfMeans(1, 1, sizes))).toBeCloseTo(22.0211, 3);
  });

  it("reproduces W6, Evan Miller's sample sizes (1030.219, 3622.62, 7663.00)", () => {
    expect(peopleForDifference(0.2, 0.05)).toBeCloseTo(1030.219, 3);
    expect(peopleForDifference(0.1, 0.02)).toBeCloseTo(3622.62, 2);
    expect(peopleForDifference(0.05, 0.01)).toBeCloseTo(7663.0, 2);
  });

  it("reproduces W7, the effect size h (.2013579207903309, .5235987756)", () => {
    expect(effectSizeH(0.5, 0.4)).toBeCloseTo(0.2013579207903309, 14);
    expect(effectSizeH(0.75, 0.5)).toBeCloseTo(0.5235987756, 10);
  });

  it("reproduces W8, pwr on h (n 22.55126; .8377325, two-sided .7690434; n 84.54397)", () => {
    const people = (h: number, sides: "ONE" | "TWO"): number =>
      peopleFor(0.8, ({ control }) => powerOfNormal(h, control, 0.05, sides));
    expect(people(effectSizeH(0.75, 0.5), "ONE")).toBeCloseTo(22.55126, 5);
    expect(powerOfNormal(effectSizeH(0.75, 0.5), 40, 0.01, "ONE")).toBeCloseTo(0.8377325, 7);
    expect(powerOfNormal(effectSizeH(0.75, 0.5), 40, 0.01, "TWO")).toBeCloseTo(0.7690434, 7);
    expect(people(effectSizeH(0.65, 0.5), "TWO")).toBeCloseTo(84.54397, 5);
  });

  it("reproduces W9, statsmodels (power .475100870572638; z -1.4078304151, p .1591812918)", () => {
    expect(powerOfNormal(0.3, 1 / (1 / 80 + 1 / 80), 0.05, "TWO")).toBeCloseTo(0.475100870572638, 12);
    const { z, pValue } = twoProportionZ({ successes: 5, trials: 83 }, { successes: 12, trials: 99 })!;
    expect(z).toBeCloseTo(-1.4078304151, 10);
    expect(pValue).toBeCloseTo(0.1591812918, 10);
  });
});

describe("published chi-square tests", () => {
  it("reproduces X1, R's prop.test (12.600411, p .005585477; 3.125, p .07709987)", () => {
    const smokers = equalProportions([
      { successes: 83, trials: 86 },
      { successes: 90, trials: 93 },
      { successes: 129, trials: 136 },
      { successes: 70, trials: 82 },
    ])!;
    expect(smokers.value).toBeCloseTo(12.600411, 6);
    expect(smokers.pValue).toBeCloseTo(0.005585477, 9);
    const two = equalProportions([
      { successes: 15, trials: 100 },
      { successes: 25, trials: 100 },
    ])!;
    expect(two.value).toBeCloseTo(3.125, 12);
    expect(two.pValue).toBeCloseTo(0.07709987, 8);
  });

  it("reproduces X2, sample-ratio checks (18.181818 p 2.007866e-05; .990099 p .319718; 64 p 1.24e-15)", () => {
    const check = (...people: number[]) => sampleRatioTest(people, [1, 1])!;
    const [first, second, third] = [check(1000, 1200), check(5000, 5100), check(4600, 5400)] as const;
    expect(first.value).toBeCloseTo(18.181818, 6);
    expect(first.pValue).toBeCloseTo(2.007866e-5, 11);
    expect(second.value).toBeCloseTo(0.990099, 6);
    expect(second.pValue).toBeCloseTo(0.319718, 6);
    expect(third.value).toBeCloseTo(64, 10);
    expect(third.pValue / 1.24e-15).toBeCloseTo(1, 2);
  });
});
