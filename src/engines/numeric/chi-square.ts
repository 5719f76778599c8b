import { InvalidInputError } from "./invalid-input";
import { lnGamma } from "./ln-gamma";

const MOST_TERMS = 10_000;
const TINY = 1e-300;

/** P(X > value) of a chi-square variable: the regularised upper incomplete gamma function Q(k / 2, value / 2). */
export function chiSquareUpperTail(value: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0 && Number.isFinite(degreesOfFreedom)))
    throw new InvalidInputError(
      `Degrees of freedom must be a finite number above 0 but got ${degreesOfFreedom}; compare at least two cells.`,
    );
  if (!(value >= 0)) throw new InvalidInputError(`A chi-square value must be at least 0 but got ${value}.`);
  const [a, x] = [degreesOfFreedom / 2, value / 2];
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

/** DLMF 8.7.1: all terms have one sign. */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n <= MOST_TERMS && term > sum * Number.EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** DLMF 8.9.2 by Lentz's method; keeps its relative accuracy far out in the tail. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < Number.EPSILON) break;
  }
  return fraction;
}
