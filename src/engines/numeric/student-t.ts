import { incompleteBeta } from "./incomplete-beta";
import { InvalidInputError } from "./invalid-input";
import { lnGamma } from "./ln-gamma";
import { normalCdf } from "./normal-distribution";

/** The t that a Student t variable exceeds in absolute value with probability `twoSided`. Degrees of freedom may be fractions (Welch). */
export function studentTQuantile(twoSided: number, degreesOfFreedom: number): number {
  if (!(twoSided > 0 && twoSided < 1))
    throw new InvalidInputError(`A probability must lie between 0 and 1, both excluded, but got ${twoSided}.`);
  assertDegrees(degreesOfFreedom);
  let [low, high] = [0, 1];
  while (studentTTails(high, degreesOfFreedom) > twoSided) high *= 2;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (studentTTails(middle, degreesOfFreedom) > twoSided) low = middle;
    else high = middle;
  }
  return high;
}

/** P(|T| > |t|), both tails together. Abramowitz & Stegun 1964, 26.7.1 with 26.5.27. */
export function studentTTails(t: number, degreesOfFreedom: number): number {
  assertDegrees(degreesOfFreedom);
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

const INTERVALS = 600;
/** Standard deviations of the scale on both sides of 1 beyond which nothing is left to integrate. */
const REACH = 12;
/** From here on S is 1 within 0.7 %, and the tail is the normal one but for the fifth digit. */
const MANY_DEGREES = 10_000;

/**
 * P(T > t) of a noncentral t variable: the normal tail averaged over the distribution of S = sqrt(chi-square / degrees) by
 * Simpson's rule (Johnson, Kotz & Balakrishnan 1995, Continuous Univariate Distributions 2, chapter 31).
 */
export function noncentralTUpperTail(t: number, degreesOfFreedom: number, noncentrality: number): number {
  assertDegrees(degreesOfFreedom);
  if (degreesOfFreedom >= MANY_DEGREES) return normalCdf(noncentrality - t);
  const half = degreesOfFreedom / 2;
  const constant = Math.log(2) + half * Math.log(half) - lnGamma(half);
  const density = (s: number): number =>
    s <= 0 ? 0 : Math.exp(constant + (degreesOfFreedom - 1) * Math.log(s) - half * s * s);
  const spread = REACH / Math.sqrt(2 * degreesOfFreedom);
  const [low, high] = [Math.max(0, 1 - spread), 1 + spread];
  const width = (high - low) / INTERVALS;
  let total = 0;
  for (let index = 0; index <= INTERVALS; index++) {
    const s = low + index * width;
    const weight = index === 0 || index === INTERVALS ? 1 : index % 2 === 1 ? 4 : 2;
    total += weight * density(s) * normalCdf(noncentrality - t * s);
  }
  return Math.min(1, (total * width) / 3);
}

function assertDegrees(degreesOfFreedom: number): void {
  if (degreesOfFreedom > 0 && Number.isFinite(degreesOfFreedom)) return;
  throw new InvalidInputError(
    `Degrees of freedom must be a finite number above 0 but got ${degreesOfFreedom}; give more observations.`,
  );
}
