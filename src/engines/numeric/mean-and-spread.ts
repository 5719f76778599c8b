import { InvalidInputError } from "./invalid-input";
import { sum } from "./sum";

/** Arithmetic mean; null of no values. */
export function mean(values: readonly number[]): number | null {
  values.forEach(assertFinite);
  return values.length === 0 ? null : sum(values) / values.length;
}

/** Sample standard deviation (divisor n - 1), in two passes; null of fewer than two values. */
export function sampleStandardDeviation(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1));
}

/** Mean of the `count` largest values; null when there are fewer than that. */
export function topMean(values: readonly number[], count: number): number | null {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidInputError(
      `The number of top values must be a whole number of at least 1 but got ${count}; the usual choice is 3.`,
    );
  }
  if (values.length < count) return null;
  return mean([...values].sort((a, b) => b - a).slice(0, count));
}

export function assertFinite(value: number, index: number): void {
  if (Number.isFinite(value)) return;
  throw new InvalidInputError(`Value ${index} must be finite but got ${value}; leave out values that are not known.`);
}
