/** Below: 1 - erf(x) loses under one decimal digit. Above: the continued fraction converges within {@link FRACTION_TERMS}. */
const SERIES_LIMIT = 1;
/** Enough at x = 1, where convergence is slowest: measured 3.6e-13 off with 120 terms, 9.5e-15 with 150, nothing with 200. */
const FRACTION_TERMS = 200;

/**
 * Complementary error function. Relative error below 1e-15 up to x = 2 and below 2e-13 in the far tail, where exp(-x^2) itself
 * carries x^2 rounding units (compared with 50-digit values in the tests). Underflows to 0 beyond x = 27.3.
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  return x < SERIES_LIMIT ? 1 - erfSeries(x) : erfcFraction(x);
}

/** Abramowitz & Stegun 1964, 7.1.6: all terms have one sign, so nothing cancels. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * Number.EPSILON; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Abramowitz & Stegun 1964, 7.1.14, evaluated from the innermost term outwards. */
function erfcFraction(x: number): number {
  let tail = 0;
  for (let k = FRACTION_TERMS; k >= 1; k -= 1) tail = k / 2 / (x + tail);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + tail));
}
