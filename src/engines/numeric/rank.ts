import { assertFinite } from "./mean-and-spread";

/**
 * Dense rank of each different value, largest first: 1 plus the number of different values above. Equal values share a rank
 * and the next different value takes the next rank, so ranks have no holes.
 */
export function denseRanks(values: readonly number[]): ReadonlyMap<number, number> {
  values.forEach(assertFinite);
  return new Map([...new Set(values)].sort((a, b) => b - a).map((value, above) => [value, above + 1]));
}

/** Share of the values below, equal ones counted half (mid-rank), from 0 to 1; null of no values. */
export function percentileRank(value: number, values: readonly number[]): number | null {
  [value, ...values].forEach(assertFinite);
  if (values.length === 0) return null;
  const below = values.filter((other) => other < value).length;
  const equal = values.filter((other) => other === value).length;
  return (below + equal / 2) / values.length;
}
