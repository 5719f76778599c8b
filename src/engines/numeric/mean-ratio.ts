import { InvalidInputError } from "./invalid-input";
import { mean, sampleStandardDeviation } from "./mean-and-spread";
import { studentTQuantile } from "./student-t";
import type { Interval } from "./wilson-interval";

export interface MeanRatio extends Interval {
  readonly ratio: number;
}

/**
 * Mean of the first values over that of the second with its interval: the logarithm of the ratio by the delta method (Casella &
 * Berger 2002, 5.5.4), Student's t with the degrees of freedom of Welch 1947, Biometrika 34, rounded down. It takes the values of
 * a side as independent draws. Null with fewer than two values on a side, and where a mean is not above 0.
 */
export function meanRatio(first: readonly number[], second: readonly number[], confidence = 0.95): MeanRatio | null {
  if (!(confidence > 0 && confidence < 1))
    throw new InvalidInputError(
      `Confidence must lie between 0 and 1, both excluded, but got ${confidence}; pass 0.95 for 95 %.`,
    );
  const sides = [first, second].map((values) => {
    const [centre, spread] = [mean(values), sampleStandardDeviation(values)];
    if (centre === null || spread === null || centre <= 0) return null;
    return { centre, variance: (spread / centre) ** 2 / values.length, freedom: values.length - 1 };
  });
  const [one, other] = sides;
  if (!one || !other) return null;
  const ratio = one.centre / other.centre;
  const variance = one.variance + other.variance;
  if (variance === 0) return { ratio, low: ratio, high: ratio };
  const freedom = variance ** 2 / (one.variance ** 2 / one.freedom + other.variance ** 2 / other.freedom);
  const half = studentTQuantile(1 - confidence, Math.floor(freedom)) * Math.sqrt(variance);
  return { ratio, low: ratio * Math.exp(-half), high: ratio * Math.exp(half) };
}
