import { InvalidInputError } from "./invalid-input";
import { normalQuantile } from "./normal-distribution";
import { assertProportion, type Proportion } from "./proportion";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson score interval of a proportion, without continuity correction; null without trials. Wilson 1927, J. Am. Stat. Assoc. 22.
 * Reaches exactly 0 when nothing succeeded and exactly 1 when everything did.
 */
export function wilsonInterval(proportion: Proportion, confidence = 0.95): Interval | null {
  assertProportion(proportion);
  if (!(confidence > 0 && confidence < 1)) {
    throw new InvalidInputError(
      `Confidence must lie between 0 and 1, both excluded, but got ${confidence}; pass 0.95 for 95 %.`,
    );
  }
  const { successes, trials: n } = proportion;
  if (n === 0) return null;
  const z = -normalQuantile((1 - confidence) / 2);
  const p = successes / n;
  const scale = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { low: successes === 0 ? 0 : centre - half, high: successes === n ? 1 : centre + half };
}
