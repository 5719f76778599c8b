import { normalCdf } from "./normal-distribution";
import { assertProportion, type Proportion } from "./proportion";

export interface TwoProportionZ {
  /** Positive when the first proportion is the higher one. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Two-sided z-test of two proportions with pooled variance; null when either has no trials. Where all or none of the trials
 * succeeded the samples are alike and the variance is 0: z is 0 and p is 1.
 */
export function twoProportionZ(first: Proportion, second: Proportion): TwoProportionZ | null {
  assertProportion(first);
  assertProportion(second);
  if (first.trials === 0 || second.trials === 0) return null;
  const successes = first.successes + second.successes;
  const trials = first.trials + second.trials;
  if (successes === 0 || successes === trials) return { z: 0, pValue: 1 };
  const pooled = successes / trials;
  const standardError = Math.sqrt(pooled * (1 - pooled) * (1 / first.trials + 1 / second.trials));
  const z = (first.successes / first.trials - second.successes / second.trials) / standardError;
  return { z, pValue: 2 * normalCdf(-Math.abs(z)) };
}
