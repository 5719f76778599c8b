import { InvalidInputError } from "../numeric/invalid-input";
import { normalQuantile } from "../numeric/normal-distribution";
import { assertProportion } from "../numeric/proportion";
import type { Interval } from "../numeric/wilson-interval";
import type { Stratum } from "./stratified-ratio";

export interface StratifiedDifference {
  /** Rate of the treated less that of the untreated, -1 to 1. */
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Difference of two rates within strata of people who are alike: Mantel and Haenszel's weights, variance by Greenland & Robins 1985,
 * Biometrics 41, 55-68. A stratum with one side empty says nothing and is left out. Null where none has both.
 */
export function stratifiedDifference(strata: readonly Stratum[], confidence = 0.95): StratifiedDifference | null {
  if (!(confidence > 0 && confidence < 1))
    throw new InvalidInputError(
      `Confidence must lie between 0 and 1, both excluded, but got ${confidence}; pass 0.95 for 95 %.`,
    );
  let [weighted, weights, spread] = [0, 0, 0];
  for (const { treated, untreated } of strata) {
    assertProportion(treated);
    assertProportion(untreated);
    const [a, n, c, m] = [treated.successes, treated.trials, untreated.successes, untreated.trials];
    if (n === 0 || m === 0) continue;
    const all = n + m;
    weighted += (a * m - c * n) / all;
    weights += (n * m) / all;
    spread += (a * (n - a) * m ** 3 + c * (m - c) * n ** 3) / (n * m * all * all);
  }
  if (weights === 0) return null;
  const value = weighted / weights;
  const half = (-normalQuantile((1 - confidence) / 2) * Math.sqrt(spread)) / weights;
  return { value, interval: { low: Math.max(-1, value - half), high: Math.min(1, value + half) } };
}
