/** How an organisation is told counts of people. */
export interface SmallGroups {
  /** Smaller groups are withheld; 1: none are. */
  readonly threshold: number;
  /** Told counts of freely chosen groups are multiples of it. */
  readonly roundingBase: number;
}

/** A count as a caller may see it: null where 0 < count < threshold. A threshold of 1 withholds nothing. */
export function suppress(count: bigint, threshold: number): bigint | null {
  return count > 0n && count < BigInt(threshold) ? null : count;
}

export interface SuppressedPartition {
  /** In the order given; null where withheld. */
  readonly counts: readonly (bigint | null)[];
  readonly suppressedCells: number;
  /** People in all withheld cells together; null when nothing is withheld, or when even their sum is too small to tell. */
  readonly remainder: bigint | null;
}

/**
 * Suppresses the cells of a partition whose total is told as well. One withheld cell would follow from the total by
 * subtraction, so the smallest other non-empty cell goes with it (complementary suppression), until the withheld people
 * together reach the threshold.
 */
export function suppressPartition(counts: readonly bigint[], threshold: number): SuppressedPartition {
  const withheld = new Set(counts.flatMap((count, index) => (suppress(count, threshold) === null ? [index] : [])));
  const sum = (): bigint => [...withheld].reduce((total, index) => total + counts[index]!, 0n);
  const candidates = counts.map((count, index) => ({ count, index })).filter(({ count }) => count >= BigInt(threshold));
  candidates.sort((a, b) => (a.count < b.count ? -1 : a.count > b.count ? 1 : a.index - b.index));
  while (withheld.size > 0 && (withheld.size < 2 || sum() < BigInt(threshold))) {
    const next = candidates.shift();
    if (!next) break;
    withheld.add(next.index);
  }
  const total = sum();
  return {
    counts: counts.map((count, index) => (withheld.has(index) ? null : count)),
    suppressedCells: withheld.size,
    remainder: withheld.size === 0 ? null : suppress(total, threshold),
  };
}

/** A count of a freely chosen group, rounded half up to `base` after suppression: two groups that differ by one person mostly look alike. */
export function roundCount(count: bigint, base: number): bigint {
  const step = BigInt(base);
  return ((count + step / 2n) / step) * step;
}

/**
 * Fewest people behind a line of delivery or attribution, where small groups are withheld at all; smaller ones are merged into
 * one line. Such lines are about media more than about people, so smaller groups may show than in assets.
 */
export const SMALLEST_LINE = 10;
