import { alwaysValidTest } from "../../engines/experiment/always-valid";
import { bayesianReadOut } from "../../engines/experiment/bayesian";
import { cuped } from "../../engines/experiment/cuped";
import { absoluteEffect, type Effect, relativeEffect } from "../../engines/experiment/effect";
import { fixedHorizonTest, type TestResult } from "../../engines/experiment/fixed-horizon";
import type { Sample } from "../../engines/experiment/sample";
import type { ExperimentDesign } from "./experiment";
import type { ToldArm, UnknownReason } from "./tell-arms";

/** One arm, or several together, against another on one metric. */
export interface Comparison {
  readonly metric: number;
  /** Place; null: all audiences together. */
  readonly audience: number | null;
  /** Place; null: all variants that are shown, against the holdout. */
  readonly variant: number | null;
  readonly against: number;
  readonly absolute: TestResult | null;
  /** Null also where the other's mean is not above 0. */
  readonly relative: TestResult | null;
  /** That the arm is better, in the metric's direction; null where the effect is unknown. */
  readonly chanceToWin: number | null;
  /** Expected relative loss of taking it although it is worse. */
  readonly expectedLoss: number | null;
  /** Share of the variance that the period before explains; null without CUPED. */
  readonly explainedVariance: number | null;
  readonly reason: UnknownReason | null;
}

export interface ArmPair {
  readonly arm: ToldArm;
  readonly against: ToldArm;
  /** As of `Comparison`. */
  readonly variant: number | null;
}

/** Compares pairs of arms of one whole on one metric; `whole` is what CUPED learns from. */
export function comparePairs(
  design: ExperimentDesign,
  metric: number,
  pairs: readonly ArmPair[],
  whole: readonly ToldArm[],
): readonly Comparison[] {
  const adjusted = design.prePeriodDays === null ? null : adjust(metric, whole);
  return pairs.map(({ arm, against, variant }) => {
    const sampleOf = (one: ToldArm): Sample | null => adjusted?.samples.get(one) ?? one.metrics[metric]!.sample;
    const [control, treatment] = [sampleOf(against), sampleOf(arm)];
    const place = { metric, audience: arm.audience, variant, against: against.variant };
    if (control === null || treatment === null) {
      const isWithheld = [arm, against].some((one) => one.metrics[metric]!.reason === "SUPPRESSED");
      return { ...place, ...UNKNOWN, reason: isWithheld ? "SUPPRESSED" : "NO_PEOPLE" };
    }
    const [absolute, relative] = [absoluteEffect(control, treatment), relativeEffect(control, treatment)];
    if (absolute === null) return { ...place, ...UNKNOWN, reason: "NO_VARIATION" };
    const isSequential = design.method === "SEQUENTIAL";
    if (isSequential && relative === null) return { ...place, ...UNKNOWN, reason: "BASE_NOT_POSITIVE" };
    const test = (effect: Effect, named: number): TestResult =>
      isSequential ? alwaysValidTest(effect, named, design.alpha) : fixedHorizonTest(effect, design.alpha);
    const { chanceToWin, risk } = bayesianReadOut(relative ?? absolute, design.alpha);
    const { isHigherBetter } = design.metrics[metric]!;
    return {
      ...place,
      absolute: test(absolute, design.minimumEffect * control.mean),
      relative: relative && test(relative, design.minimumEffect),
      chanceToWin: isHigherBetter ? chanceToWin : 1 - chanceToWin,
      expectedLoss: relative && risk && (isHigherBetter ? risk.ofTreatment : risk.ofControl),
      explainedVariance: adjusted?.explained ?? null,
      reason: relative === null ? "BASE_NOT_POSITIVE" : null,
    };
  });
}

const UNKNOWN = {
  ...{ absolute: null, relative: null, chanceToWin: null, expectedLoss: null, explainedVariance: null },
} as const;

/** CUPED over all arms that are told; null where the period before says nothing. */
function adjust(metric: number, whole: readonly ToldArm[]) {
  const told = whole.flatMap((arm) => {
    const { sums } = arm.metrics[metric]!;
    return sums ? [{ arm, sums }] : [];
  });
  const answer = cuped(told.map(({ sums }) => sums));
  if (answer === null) return null;
  const samples = new Map(told.map(({ arm }, place) => [arm, answer.samples[place] ?? null] as const));
  return { samples, explained: answer.explained };
}
