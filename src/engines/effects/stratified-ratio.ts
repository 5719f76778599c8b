import { InvalidInputError } from "../numeric/invalid-input";
import { normalQuantile } from "../numeric/normal-distribution";
import { assertProportion, type Proportion } from "../numeric/proportion";
import type { Interval } from "../numeric/wilson-interval";

/** People who are alike in what they are matched by: those who had the treatment, and those who had not. */
export interface Stratum {
  readonly treated: Proportion;
  readonly untreated: Proportion;
}

export interface StratifiedRatio {
  readonly ratio: number;
  /** Null where nobody succeeded on one side: the logarithm has no finite error then. */
  readonly interval: Interval | null;
}

/**
 * Ratio of two rates within strata of people who are alike: Mantel & Haenszel's estimator for cohorts, with the interval of its
 * logarithm by Greenland & Robins 1985, Biometrics 41, 55-68, equation 13. A stratum with one side empty says nothing and is left
 * out. Null without a success among the untreated of the others, as there is no base then.
 */
export function stratifiedRatio(strata: readonly Stratum[], confidence = 0.95): StratifiedRatio | null {
  if (!(confidence > 0 && confidence < 1))
    throw new InvalidInputError(
      `Confidence must lie between 0 and 1, both excluded, but got ${confidence}; pass 0.95 for 95 %.`,
    );
  let [numerator, denominator, spread] = [0, 0, 0];
  for (const { treated, untreated } of strata) {
    assertProportion(treated);
    assertProportion(untreated);
    const [a, n, c, m] = [treated.successes, treated.trials, untreated.successes, untreated.trials];
    if (n === 0 || m === 0) continue;
    const all = n + m;
    numerator += (a * m) / all;
    denominator += (c * n) / all;
    spread += (n * m * (a + c) - a * c * all) / (all * all);
  }
  if (denominator === 0) return null;
  const ratio = numerator / denominator;
  if (numerator === 0) return { ratio, interval: null };
  const half = -normalQuantile((1 - confidence) / 2) * Math.sqrt(spread / (numerator * denominator));
  const logarithm = Math.log(ratio);
  return { ratio, interval: { low: Math.exp(logarithm - half), high: Math.exp(logarithm + half) } };
}

/** Rate that the treated would have with the rates of the untreated of their stratum; null when no stratum has both. */
export function standardisedRate(strata: readonly Stratum[]): number | null {
  const both = strata.filter(({ treated, untreated }) => treated.trials > 0 && untreated.trials > 0);
  const people = both.reduce((sum, { treated }) => sum + treated.trials, 0);
  if (people === 0) return null;
  return both.reduce(
    (sum, { treated, untreated }) => sum + (treated.trials / people) * (untreated.successes / untreated.trials),
    0,
  );
}
