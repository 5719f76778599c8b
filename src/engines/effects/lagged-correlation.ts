import { InvalidInputError } from "../numeric/invalid-input";
import { normalQuantile } from "../numeric/normal-distribution";
import { sum } from "../numeric/sum";
import type { Interval } from "../numeric/wilson-interval";

/** Correlation of a series with another one so many steps later. */
export interface LaggedCorrelation {
  readonly lag: number;
  /** Pairs that it is made of. */
  readonly pairs: number;
  /** Independent pairs that tell as much: fewer where both series drift. */
  readonly effectivePairs: number;
  readonly value: number;
  /** Null where the effective pairs are three or fewer. */
  readonly interval: Interval | null;
}

export interface LagRules {
  readonly maxLag: number;
  /** Lags with fewer pairs are left out. */
  readonly minimumPairs: number;
}

/**
 * Pearson's correlation of x(t) with y(t + lag), from lag 0 on, with Fisher's interval over the effective pairs of Pyper & Peterman
 * 1998, Canadian Journal of Fisheries and Aquatic Sciences 55, 2127-2140, equations 1 and 7: series that drift look alike by chance. The
 * intervals hold together with the confidence (Bonferroni), so the highest of several lags may be picked. Lags at which a series
 * does not vary are left out.
 */
export function laggedCorrelations(
  x: readonly number[],
  y: readonly number[],
  { maxLag, minimumPairs }: LagRules,
  confidence = 0.95,
): readonly LaggedCorrelation[] {
  if (x.length !== y.length)
    throw new InvalidInputError(`Both series must be of one length, but got ${x.length} and ${y.length}.`);
  if (![...x, ...y].every(Number.isFinite))
    throw new InvalidInputError("Every value must be finite; leave out days that are not known.");
  const lags = Array.from({ length: maxLag + 1 }, (_, lag) => lag).filter((lag) => x.length - lag >= minimumPairs);
  const z = -normalQuantile((1 - confidence) / 2 / Math.max(1, lags.length));
  return lags.flatMap((lag): LaggedCorrelation[] => {
    const earlier = deviations(x.slice(0, x.length - lag));
    const later = deviations(y.slice(lag));
    const spread = Math.sqrt(product(earlier, earlier, 0) * product(later, later, 0));
    if (spread === 0) return [];
    const value = Math.max(-1, Math.min(1, product(earlier, later, 0) / spread));
    const effectivePairs = effective(earlier, later);
    return [{ lag, pairs: earlier.length, effectivePairs, value, interval: fisher(value, effectivePairs, z) }];
  });
}

function deviations(values: readonly number[]): readonly number[] {
  const [first] = values;
  if (values.every((value) => value === first)) return values.map(() => 0);
  const centre = sum(values) / values.length;
  return values.map((value) => value - centre);
}

const product = (a: readonly number[], b: readonly number[], lag: number): number =>
  sum(a.slice(0, a.length - lag).map((value, index) => value * b[index + lag]!));

/** 1/N* = 1/N + 2/N sum (N - j)/N r_xx(j) r_yy(j) over j to N/5; never more than N. */
function effective(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const own = (series: readonly number[], lag: number): number =>
    ((n / (n - lag)) * product(series, series, lag)) / product(series, series, 0);
  const terms = Array.from({ length: Math.floor(n / 5) }, (_, index) => {
    const lag = index + 1;
    return ((n - lag) / n) * own(x, lag) * own(y, lag);
  });
  const inverse = (1 + 2 * sum(terms)) / n;
  return inverse <= 1 / n ? n : 1 / inverse;
}

function fisher(value: number, pairs: number, z: number): Interval | null {
  if (pairs <= 3) return null;
  const half = z / Math.sqrt(pairs - 3);
  const centre = Math.atanh(value);
  return { low: Math.tanh(centre - half), high: Math.tanh(centre + half) };
}
