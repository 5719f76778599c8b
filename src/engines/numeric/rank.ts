import { assertFinite } from "./mean-and-spread";

/**
 * Dense rank, largest value first: 1 plus the number of different values above. Equal values share a rank and the next
 * different value takes the next rank, so ranks have no holes. Whether `values` holds the value itself makes no difference.
 */
export function denseRank(value: number, values: readonly number[]): number {
  [value, ...values].forEach(assertFinite);
  return 1 + new Set(values.filter((other) => other > value)).size;
}

/** Share of the values below, equal ones counted half (mid-rank), from 0 to 1; null of no values. */
export function percentileRank(value: number, values: readonly number[]): number | null {
  [value, ...values].forEach(assertFinite);
  if (values.length === 0) return null;
  const below = values.filter((other) => other < value).length;
  const equal = values.filter((other) => other === value).length;
  return (below + equal / 2) / values.length;
}
