import { alwaysValidTest, powerOfAlwaysValid } from "../../../../src/engines/experiment/always-valid";
import { equalProportions, sampleRatioTest } from "../../../../src/engines/experiment/chi-square-test";
import { cuped, type PairedSums } from "../../../../src/engines/experiment/cuped";
import { type DecisionInput, decide } from "../../../../src/engines/experiment/decide";
import { absoluteEffect, relativeEffect } from "../../../../src/engines/experiment/effect";
import { fixedHorizonTest } from "../../../../src/engines/experiment/fixed-horizon";
import { adjustPValues } from "../../../../src/engines/experiment/multiplicity";
import {
  minimumDetectableEffect,
  peopleFor,
  powerOfMeans,
  powerOfProportions,
} from "../../../../src/engines/experiment/power";
import { sampleOfProportion, sampleOfSums } from "../../../../src/engines/experiment/sample";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { studentTTails } from "../../../../src/engines/numeric/student-t";

const RUNS = 300;
const LOOKS = 20;
const STEP = 25;

/** Two arms without any difference, read after every `STEP` people of each. */
function falseFindings(isFound: (effect: NonNullable<ReturnType<typeof absoluteEffect>>) => boolean): number {
  const random = SeededRandom.fromSeed(47);
  let found = 0;
  for (let run = 0; run < RUNS; run++) {
    const sums = [0, 1].map(() => ({ people: 0, sum: 0, sumOfSquares: 0 }));
    let isWrong = false;
    for (let look = 0; look < LOOKS; look++) {
      for (const arm of sums)
        for (let person = 0; person < STEP; person++) {
          const value = random.normal(10, 3);
          arm.people += 1;
          arm.sum += value;
          arm.sumOfSquares += value * value;
        }
      const effect = absoluteEffect(sampleOfSums(sums[0]!)!, sampleOfSums(sums[1]!)!)!;
      isWrong ||= isFound(effect);
    }
    if (isWrong) found += 1;
  }
  return found / RUNS;
}

describe("reading often", () => {
  it("finds nothing too often where the test is always valid, and too often where the horizon was fixed", () => {
    expect(falseFindings((effect) => alwaysValidTest(effect, 0.5).pValue < 0.05)).toBeLessThanOrEqual(0.05);
    expect(
      falseFindings((effect) => studentTTails(effect.value / Math.sqrt(effect.variance), 1000) < 0.05),
    ).toBeGreaterThan(0.15);
  });

  it("has an interval that leaves out 0 exactly when p is below alpha", () => {
    const random = SeededRandom.fromSeed(7);
    for (let index = 0; index < 500; index++) {
      const effect = { value: random.normal(0, 0.2), variance: 0.001 + random.uniform() / 100, degreesOfFreedom: 100 };
      for (const test of [alwaysValidTest(effect, 0.1), fixedHorizonTest(effect)])
        expect(test.interval.low > 0 || test.interval.high < 0).toBe(test.pValue < 0.05);
    }
  });

  it("needs more people than a fixed horizon for the same power", () => {
    const variance = 2 / 1000;
    const fixed = powerOfMeans(0.15, 1, { control: 1000, treatment: 1000 });
    const always = powerOfAlwaysValid(0.15, variance, 0.15);
    expect(always).toBeGreaterThan(0.4);
    expect(always).toBeLessThan(fixed);
  });
});

describe("CUPED", () => {
  const random = SeededRandom.fromSeed(11);
  const people = Array.from({ length: 4000 }, (_, index) => {
    const before = random.normal(20, 5);
    return { arm: index % 2, before, value: before + (index % 2) + random.normal(0, 2) };
  });
  const arms: readonly PairedSums[] = [0, 1].map((arm) => {
    const own = people.filter((one) => one.arm === arm);
    const total = (pick: (one: (typeof own)[number]) => number) => own.reduce((sum, one) => sum + pick(one), 0);
    return {
      people: own.length,
      sum: total(({ value }) => value),
      sumOfSquares: total(({ value }) => value ** 2),
      before: total(({ before }) => before),
      beforeSquares: total(({ before }) => before ** 2),
      products: total(({ before, value }) => before * value),
    };
  });

  it("finds the same effect as without it, with the variance that the period before leaves", () => {
    const { samples, theta, explained } = cuped(arms)!;
    const with_ = fixedHorizonTest(absoluteEffect(samples[0]!, samples[1]!)!);
    const without = fixedHorizonTest(absoluteEffect(sampleOfSums(arms[0]!)!, sampleOfSums(arms[1]!)!)!);
    expect(theta).toBeCloseTo(1, 1);
    expect(with_.interval.low).toBeLessThan(1);
    expect(with_.interval.high).toBeGreaterThan(1);
    // Var(value) is 25 + 4, of which the period before explains 25.
    expect(explained).toBeCloseTo(25 / 29, 1);
    expect(with_.standardError / without.standardError).toBeCloseTo(Math.sqrt(1 - explained), 2);
  });

  it("agrees with the adjusted values of every single person", () => {
    const { samples, theta } = cuped(arms)!;
    const all = people.reduce((sum, { before }) => sum + before, 0) / people.length;
    for (const arm of [0, 1]) {
      const values = people.filter((one) => one.arm === arm).map(({ value, before }) => value - theta * (before - all));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      expect(samples[arm]!.mean).toBeCloseTo(mean, 8);
      expect(samples[arm]!.variance).toBeCloseTo(variance, 6);
    }
  });

  it("is not there where nobody varied before", () => {
    const flat = arms.map((arm) => ({ ...arm, before: 0, beforeSquares: 0, products: 0 }));
    expect(cuped(flat)).toBeNull();
    expect(cuped([])).toBeNull();
  });
});

describe("several comparisons", () => {
  const P = [0.01, 0.04, 0.03, 0.005];

  it("corrects as R's p.adjust does", () => {
    const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(10)));
    expect(rounded(adjustPValues(P, "HOLM"))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(rounded(adjustPValues(P, "BENJAMINI_HOCHBERG"))).toEqual([0.02, 0.04, 0.04, 0.02]);
    expect(adjustPValues(P, "NONE")).toEqual(P);
    expect(adjustPValues([], "HOLM")).toEqual([]);
  });
});

describe("power", () => {
  it("is what the plan asks for at the people and the effect that it names", () => {
    const power = (sizes: { control: number; treatment: number }) => powerOfProportions(0.1, 0.12, sizes);
    const people = peopleFor(0.8, power);
    expect(power({ control: people, treatment: people })).toBeCloseTo(0.8, 9);
    const sizes = { control: 3000, treatment: 1000 };
    const effect = minimumDetectableEffect(0.8, 5, (by) => powerOfMeans(by, 2, sizes))!;
    expect(powerOfMeans(effect, 2, sizes)).toBeCloseTo(0.8, 6);
    expect(minimumDetectableEffect(0.8, 0.01, (by) => powerOfMeans(by, 2, sizes))).toBeNull();
    expect(powerOfProportions(0, 0, sizes)).toBe(0);
  });

  it("refuses arms that cannot be compared", () => {
    expect(() => powerOfMeans(1, 1, { control: 1, treatment: 5 })).toThrow("at least 2 people, but they have 1 and 5");
    expect(() => powerOfMeans(1, 0, { control: 5, treatment: 5 })).toThrow("A standard deviation must be above 0");
    expect(() => powerOfProportions(1.2, 0.5, { control: 5, treatment: 5 })).toThrow("must lie between 0 and 1");
    expect(() => peopleFor(0.8, () => 0.5)).toThrow("An effect must be findable");
  });
});

describe("what there is nothing to say about", () => {
  it("is null and never NaN", () => {
    expect(sampleOfSums({ people: 1, sum: 4, sumOfSquares: 16 })).toBeNull();
    const [none, some] = [sampleOfProportion(0, 10)!, sampleOfProportion(3, 10)!];
    expect(relativeEffect(none, some)).toBeNull();
    expect(absoluteEffect(none, none)).toBeNull();
    expect(absoluteEffect(none, some)).not.toBeNull();
    expect(sampleRatioTest([0, 0], [1, 1])).toBeNull();
    expect(sampleRatioTest([5], [1])).toBeNull();
    expect(equalProportions([{ successes: 0, trials: 5 }])).toBeNull();
    expect(() => sampleRatioTest([1, 2], [1, 0])).toThrow("must have a share above 0");
    expect(() => alwaysValidTest({ value: 1, variance: 1, degreesOfFreedom: 3 }, 0)).toThrow(
      "tau must be a finite number",
    );
  });
});

describe("the decision", () => {
  const effect = (value: number, adjustedPValue: number, half = 0.02) => ({
    value,
    adjustedPValue,
    interval: { low: value - half, high: value + half },
  });
  const judged = (variant: number, told: ReturnType<typeof effect> | null, isHigherBetter = true) => ({
    variant,
    effect: told,
    isHigherBetter,
  });
  const input = (over: Partial<DecisionInput>): DecisionInput => ({
    people: 1000,
    exposedPeople: 900,
    sampleRatioPValue: 0.4,
    primary: [judged(1, effect(0.1, 0.01))],
    guardrails: [],
    mayDecide: true,
    namedEffect: 0.05,
    alpha: 0.05,
    ...over,
  });

  it.each([
    ["a treatment that is better", input({}), ["WINNER", "BETTER_THAN_CONTROL", 1]],
    [
      "the best of two that are better",
      input({ primary: [judged(1, effect(0.1, 0.01)), judged(2, effect(0.2, 0.02))] }),
      ["WINNER", "BETTER_THAN_CONTROL", 2],
    ],
    [
      "a treatment that is lower where lower is better",
      input({ primary: [judged(1, effect(-0.1, 0.01), false)] }),
      ["WINNER", "BETTER_THAN_CONTROL", 1],
    ],
    [
      "the control where all others are worse",
      input({ primary: [judged(1, effect(-0.1, 0.01))] }),
      ["WINNER", "CONTROL_IS_BETTER", null],
    ],
    [
      "no difference within the named effect",
      input({ primary: [judged(1, effect(0.01, 0.6))] }),
      ["NO_DIFFERENCE", "WITHIN_NAMED_EFFECT", null],
    ],
    [
      "nothing where the interval is too wide",
      input({ primary: [judged(1, effect(0.01, 0.6, 0.3))] }),
      ["NOT_DECIDED", "TOO_UNCERTAIN", null],
    ],
    [
      "nothing where a guardrail is harmed",
      input({ guardrails: [judged(1, effect(-0.2, 0.001))] }),
      ["NOT_DECIDED", "GUARDRAIL_BREACHED", 1],
    ],
    ["nothing before the horizon", input({ mayDecide: false }), ["NOT_DECIDED", "HORIZON_NOT_REACHED", null]],
    [
      "nothing of arms that came otherwise",
      input({ sampleRatioPValue: 1e-6 }),
      ["NOT_DECIDED", "SAMPLE_RATIO_MISMATCH", null],
    ],
    ["nothing without exposures", input({ exposedPeople: 0 }), ["NOT_DECIDED", "NO_EXPOSURES", null]],
    ["nothing without people", input({ people: 0 }), ["NOT_DECIDED", "NO_PEOPLE", null]],
    ["nothing of unknown effects", input({ primary: [judged(1, null)] }), ["NOT_DECIDED", "UNKNOWN_EFFECT", null]],
  ] as const)("names %s", (_, told, expected) => {
    const { outcome, reason, variant } = decide(told);
    expect([outcome, reason, variant]).toEqual(expected);
  });
});
