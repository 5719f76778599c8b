import { InvalidInputError } from "./invalid-input";
import { normalCdf, normalQuantile } from "./normal-distribution";
import { assertProportion, type Proportion } from "./proportion";
import type { Interval } from "./wilson-interval";

export interface ProportionRatio extends Interval {
  readonly ratio: number;
  /** Of the logarithm of the ratio from 0; positive when the first proportion is the higher one. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Ratio of two proportions with its interval by the normal approximation of its logarithm: Katz, Baptista, Azen & Pike 1978,
 * Biometrics 34. Null where either has no trials or no success, as the logarithm has no finite error then. `scale` multiplies
 * the ratio by a known constant, e.g. the days of the second window over those of the first.
 */
export function proportionRatio(
  first: Proportion,
  second: Proportion,
  { scale = 1, confidence = 0.95 }: { readonly scale?: number; readonly confidence?: number } = {},
): ProportionRatio | null {
  assertProportion(first);
  assertProportion(second);
  if (!(scale > 0 && Number.isFinite(scale)))
    throw new InvalidInputError(`A scale must be a finite number above 0, but got ${scale}; pass 1 for none.`);
  if (!(confidence > 0 && confidence < 1))
    throw new InvalidInputError(
      `Confidence must lie between 0 and 1, both excluded, but got ${confidence}; pass 0.95 for 95 %.`,
    );
  if (first.successes === 0 || second.successes === 0) return null;
  const ratio = (scale * (first.successes / first.trials)) / (second.successes / second.trials);
  const variance = 1 / first.successes - 1 / first.trials + 1 / second.successes - 1 / second.trials;
  const error = Math.sqrt(Math.max(0, variance));
  const half = -normalQuantile((1 - confidence) / 2) * error;
  const logarithm = Math.log(ratio);
  const z = error > 0 ? logarithm / error : logarithm === 0 ? 0 : Math.sign(logarithm) * Number.POSITIVE_INFINITY;
  return {
    ratio,
    low: Math.exp(logarithm - half),
    high: Math.exp(logarithm + half),
    z,
    pValue: 2 * normalCdf(-Math.abs(z)),
  };
}
