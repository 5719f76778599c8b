import { solveConcave } from "./concave-program";
import type { ConstrainedInput, NamedRange } from "./constrained-input";

/** A sum that misses its range by less than this share of the total is taken as kept: elastic sums are known to the root of the gap. */
const TOLERANCE = 1e-5;

interface Limits {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly ranges: readonly NamedRange[];
}

/**
 * Constraints that cannot be kept together while any of them less could be, or null where all can. Farkas' lemma: the prices of the
 * nearest miss are above 0 in size only for sums of a conflict; leaving out each of these in turn (a deletion filter, Chinneck & Dravnieks
 * 1991) leaves a smallest set. Bounds of cells come as sums of one cell.
 */
export function findConflict(input: ConstrainedInput, limits: Limits): readonly NamedRange[] | null {
  const total = Number(input.total);
  const named = [...limits.ranges, ...cellRanges(limits, input.periods)];
  const roof = 2 * Math.max(total, ...named.map(({ lower }) => lower));
  const missed = (ranges: readonly NamedRange[]): Float64Array | null => {
    const program = {
      blocks: limits.lower.map(() => ({ size: 1, terms: [] })),
      lower: limits.lower.map(() => 0),
      upper: limits.lower.map(() => roof / total),
      ranges: ranges.map((range) => ({
        cells: range.cells,
        lower: range.lower / total,
        upper: Math.min(range.upper, roof * limits.lower.length) / total,
      })),
    };
    const { prices } = solveConcave(program, 1);
    return prices.some((price) => Math.abs(price) > TOLERANCE) ? prices : null;
  };
  const prices = missed(named);
  if (prices === null) return null;
  const largest = prices.reduce((most, price) => Math.max(most, Math.abs(price)), 0);
  let conflict = named.filter((_, index) => Math.abs(prices[index]!) > 1e-3 * largest);
  if (missed(conflict) === null) conflict = named;
  for (const range of [...conflict]) {
    const fewer = conflict.filter((kept) => kept !== range);
    if (missed(fewer) !== null) conflict = fewer;
  }
  return conflict;
}

function cellRanges({ lower, upper }: Limits, periods: number): NamedRange[] {
  return lower.flatMap((from, cell) =>
    from > 0 || upper[cell]! < Number.MAX_SAFE_INTEGER
      ? [{ name: { kind: "LINE", line: Math.floor(cell / periods) }, cells: [cell], lower: from, upper: upper[cell]! }]
      : [],
  );
}
