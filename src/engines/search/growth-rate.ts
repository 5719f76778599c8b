import { InvalidInputError } from "../numeric/invalid-input";
import { studentTQuantile } from "../numeric/student-t";
import { sum } from "../numeric/sum";
import type { Interval } from "../numeric/wilson-interval";

/** Fewest days of a fit: with fewer its interval says nothing. */
export const FEWEST_FIT_DAYS = 5;
/** Growth a day beyond which nothing is looked for: counts of people cannot grow by a factor of e to the 50. */
const STEEPEST = 50;

export interface GrowthRate {
  /** Per day: counts go with e to the rate. */
  readonly rate: number;
  /** 95 %. */
  readonly interval: Interval;
}

/** Days in which counts double; null where they do not grow. */
export interface DoublingTime {
  readonly days: number;
  readonly low: number;
  /** Null: no growth at all is as likely, so it has no upper end. */
  readonly high: number | null;
}

/**
 * Log-linear fit of daily counts, ln E(y) = a + r t: the maximum of the Poisson likelihood, which takes days of none as they are
 * (McCullagh & Nelder 1989, chapter 6). The variance is allowed to exceed the mean by Pearson's dispersion, never taken below 1,
 * and the interval is Student's with n - 2 degrees of freedom. Null when fewer than two days have a count, as anything fits them.
 */
export function growthRate(counts: readonly number[]): GrowthRate | null {
  if (counts.length < FEWEST_FIT_DAYS || counts.some((count) => !Number.isSafeInteger(count) || count < 0))
    throw new InvalidInputError(
      `Daily counts must be at least ${FEWEST_FIT_DAYS} whole numbers of at least 0, but got ${counts.join(", ")}.`,
    );
  if (counts.filter((count) => count > 0).length < 2) return null;
  const total = sum(counts);
  const target = sum(counts.map((count, day) => count * day)) / total;
  let [low, high] = [-STEEPEST, STEEPEST];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (meanDay(weights(middle, counts.length)) < target) low = middle;
    else high = middle;
  }
  const rate = (low + high) / 2;
  const shares = weights(rate, counts.length);
  const expected = shares.map((share) => share * total);
  const information = sum(expected.map((each, day) => each * (day - target) ** 2));
  const pearson = sum(expected.map((each, day) => (each > 0 ? (counts[day]! - each) ** 2 / each : 0)));
  const freedom = counts.length - 2;
  const error = Math.sqrt(Math.max(1, pearson / freedom) / information);
  const half = studentTQuantile(0.05, freedom) * error;
  return { rate, interval: { low: rate - half, high: rate + half } };
}

/** Null of a rate that is not above 0. */
export function doublingTime({ rate, interval }: GrowthRate): DoublingTime | null {
  if (rate <= 0) return null;
  return {
    days: Math.LN2 / rate,
    low: Math.LN2 / interval.high,
    high: interval.low > 0 ? Math.LN2 / interval.low : null,
  };
}

/** Shares of the days when counts go with e to the rate; the largest is taken as 1 first, so that nothing overflows. */
function weights(rate: number, days: number): readonly number[] {
  const top = rate > 0 ? days - 1 : 0;
  const raw = Array.from({ length: days }, (_, day) => Math.exp(rate * (day - top)));
  const all = sum(raw);
  return raw.map((each) => each / all);
}

/** It grows with the rate. */
const meanDay = (shares: readonly number[]): number => sum(shares.map((share, day) => share * day));
