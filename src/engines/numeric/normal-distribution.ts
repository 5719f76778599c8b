import { erfc } from "./error-function";
import { InvalidInputError } from "./invalid-input";

/** P(Z <= z) of the standard normal distribution; keeps its relative accuracy in the lower tail. */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

/** The z with P(Z <= z) = probability. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new InvalidInputError(
      `A probability must lie between 0 and 1, both excluded, but got ${probability}; at 0 and 1 the quantile is infinite.`,
    );
  }
  return probability > 0.5 ? -lowerQuantile(1 - probability) : lowerQuantile(probability);
}

/**
 * Start: Abramowitz & Stegun 1964, 26.2.23, off by less than 4.5e-4. Each Halley step cubes the error, so two reach the
 * accuracy of the distribution function.
 */
function lowerQuantile(p: number): number {
  if (p === 0.5) return 0;
  const t = Math.sqrt(-2 * Math.log(p));
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328);
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  const start = numerator / denominator - t;
  return halleyStep(halleyStep(start, p), p);
}

function halleyStep(z: number, p: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const u = (normalCdf(z) - p) / density;
  return z - u / (1 + (z * u) / 2);
}
