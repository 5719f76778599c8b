import { InvalidInputError } from "./invalid-input";

/** What is left out of a series is at most this share of it. */
const RELATIVE_ERROR = 1e-14;
/** Reached only where z is within 1e-5 of 1. */
const MAX_TERMS = 3_000_000;
const RESCALE_ABOVE = 1e250;

/**
 * Logarithm of the hypergeometric series of as many lower parameters as upper ones less one, all above 0, at 0 <= z < 1: with two
 * upper parameters and one lower one Gauss's 2F1. Every term is positive, so nothing cancels, and the sum is kept under a scale, so
 * nothing overflows (Abramowitz & Stegun 1964, 15.1.1).
 *
 * The error is bounded, not guessed: from term n on, each ratio of neighbouring terms is at most z times the product of
 * max(1, (upper + n) / (lower + n)), so the rest is at most a geometric series. It ends when that is 1e-14 of the sum.
 */
export function lnHypergeometric(upper: readonly number[], lower: readonly number[], z: number): number {
  assertInput(upper, lower, z);
  const above = [...upper].sort((a, b) => a - b);
  const below = [...lower, 1].sort((a, b) => a - b);
  let term = 1;
  let total = 1;
  let scale = 0;
  for (let n = 0; n < MAX_TERMS; n++) {
    let ratio = z;
    let bound = z;
    for (let k = 0; k < above.length; k++) {
      const factor = (above[k]! + n) / (below[k]! + n);
      ratio *= factor;
      if (factor > 1) bound *= factor;
    }
    if (bound < 1 && term * bound <= RELATIVE_ERROR * total * (1 - bound)) return scale + Math.log(total);
    term *= ratio;
    total += term;
    if (total > RESCALE_ABOVE) {
      scale += Math.log(total);
      term /= total;
      total = 1;
    }
  }
  throw new InvalidInputError(
    `A hypergeometric series must settle within ${MAX_TERMS} terms, but did not at z = ${z}; use a z further below 1.`,
  );
}

function assertInput(upper: readonly number[], lower: readonly number[], z: number): void {
  const arePositive = [...upper, ...lower].every((parameter) => parameter > 0 && Number.isFinite(parameter));
  if (arePositive && upper.length === lower.length + 1 && z >= 0 && z < 1) return;
  throw new InvalidInputError(
    `A hypergeometric series takes parameters above 0, one more above than below, and 0 <= z < 1, but got ${upper.join(", ")}; ${lower.join(", ")}; ${z}.`,
  );
}
