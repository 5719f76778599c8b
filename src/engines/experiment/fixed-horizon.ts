import { studentTQuantile, studentTTails } from "../numeric/student-t";
import type { Interval } from "../numeric/wilson-interval";
import type { Effect } from "./effect";

export interface TestResult {
  readonly value: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** Two-sided, against no effect. */
  readonly pValue: number;
}

/**
 * Two-sided t-test of an effect with unequal variances (Welch 1947, Biometrika 34). Valid when it is read once, at the horizon that
 * was fixed before the start. `alpha` is 1 less the interval's confidence.
 */
export function fixedHorizonTest({ value, variance, degreesOfFreedom }: Effect, alpha = 0.05): TestResult {
  const standardError = Math.sqrt(variance);
  const half = studentTQuantile(alpha, degreesOfFreedom) * standardError;
  return {
    value,
    standardError,
    interval: { low: value - half, high: value + half },
    pValue: studentTTails(value / standardError, degreesOfFreedom),
  };
}
