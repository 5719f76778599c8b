import { InvalidInputError } from "./invalid-input";

/** How often a value came. */
export interface ValueCount {
  readonly value: number;
  readonly count: number;
}

/** The smallest value that at least `share` of all are at most; null of none. It is one of the values, as nothing is interpolated. */
export function countQuantile(values: readonly ValueCount[], share: number): number | null {
  if (!(share > 0 && share <= 1))
    throw new InvalidInputError(
      `A share must lie above 0 and be at most 1, but got ${share}; pass 0.5 for the median.`,
    );
  for (const { value, count } of values)
    if (!Number.isFinite(value) || !Number.isSafeInteger(count) || count < 0)
      throw new InvalidInputError(
        `A value must be finite and its count a whole number of at least 0, but got ${value} ${count} times; count them.`,
      );
  const total = values.reduce((sum, { count }) => sum + count, 0);
  let upTo = 0;
  for (const { value, count } of [...values].sort((a, b) => a.value - b.value)) {
    upTo += count;
    if (total > 0 && count > 0 && upTo >= share * total) return value;
  }
  return null;
}
