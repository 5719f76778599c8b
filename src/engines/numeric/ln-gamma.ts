import { InvalidInputError } from "./invalid-input";

/** From here on the series below are exact to one rounding unit; smaller arguments are shifted up to it. */
const LARGE = 10;

/** Logarithm of the gamma function of x > 0: Stirling's series after a shift (Abramowitz & Stegun 1964, 6.1.15 and 6.1.41). */
export function lnGamma(x: number): number {
  assertPositive(x);
  let shift = 1;
  let z = x;
  for (; z < LARGE; z++) shift *= z;
  const square = 1 / (z * z);
  const series =
    (1 / 12 +
      square *
        (-1 / 360 + square * (1 / 1260 + square * (-1 / 1680 + square * (1 / 1188 - (square * 691) / 360360))))) /
    z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(shift);
}

/** Its derivative, the digamma function of x > 0 (Abramowitz & Stegun 1964, 6.3.5 and 6.3.18). */
export function digamma(x: number): number {
  assertPositive(x);
  let shift = 0;
  let z = x;
  for (; z < LARGE; z++) shift += 1 / z;
  const square = 1 / (z * z);
  const series =
    square *
    (1 / 12 +
      square * (-1 / 120 + square * (1 / 252 + square * (-1 / 240 + square * (1 / 132 - (square * 691) / 32760)))));
  return Math.log(z) - 0.5 / z - series - shift;
}

/** Logarithm of the beta function of a, b > 0. */
export const lnBeta = (a: number, b: number): number => lnGamma(a) + lnGamma(b) - lnGamma(a + b);

function assertPositive(x: number): void {
  if (x > 0 && x < Number.POSITIVE_INFINITY) return;
  throw new InvalidInputError(
    `The gamma function takes a finite number above 0 here, but got ${x}; correct the parameter.`,
  );
}
