import { InvalidInputError } from "./invalid-input";

/** The t that a Student t variable of whole degrees of freedom exceeds in absolute value with probability `twoSided`. */
export function studentTQuantile(twoSided: number, degreesOfFreedom: number): number {
  if (!(twoSided > 0 && twoSided < 1))
    throw new InvalidInputError(`A probability must lie between 0 and 1, both excluded, but got ${twoSided}.`);
  if (!Number.isSafeInteger(degreesOfFreedom) || degreesOfFreedom < 1)
    throw new InvalidInputError(`Degrees of freedom must be a whole number of at least 1 but got ${degreesOfFreedom}.`);
  let [low, high] = [0, 1];
  while (within(high, degreesOfFreedom) < 1 - twoSided) high *= 2;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (within(middle, degreesOfFreedom) < 1 - twoSided) low = middle;
    else high = middle;
  }
  return high;
}

/** P(|T| <= t). Abramowitz & Stegun 1964, 26.7.3 and 26.7.4. */
function within(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degreesOfFreedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let series = degreesOfFreedom === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degreesOfFreedom - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    series += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * series) : sine * series;
}
