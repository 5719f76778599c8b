import { roundCount, type SmallGroups } from "./small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "./withheld-counts";

/** One count of an answer as the cells that it sums; cells are different people and are never told themselves. */
export interface ToldCount {
  readonly cells: readonly string[];
  /** Lower ranks are given up first to protect another count. */
  readonly rank: number;
}

/** A count as a caller may see it: null where withheld. */
export type Told = (name: string) => bigint | null;

/**
 * Suppresses counts over the same cells: no small count, no small cell, and no small difference of a count and a part of it
 * follows from what is told. What is told is rounded.
 */
export function tellCounts(
  cells: ReadonlyMap<string, bigint>,
  counts: ReadonlyMap<string, ToldCount>,
  { threshold, roundingBase }: SmallGroups,
): Told {
  const named = new Map<string, RankedCount>([...cells].map(([name, count]) => [name, { count, rank: null }]));
  const sums: CountSum[] = [];
  for (const [whole, { cells: parts, rank }] of counts) {
    named.set(whole, { count: parts.reduce((sum, part) => sum + cells.get(part)!, 0n), rank });
    sums.push({ whole, parts });
    for (const [part, other] of counts) {
      const rest = parts.filter((cell) => !other.cells.includes(cell));
      if (rest.length > 0 && rest.length + other.cells.length === parts.length)
        sums.push({ whole, parts: [...rest, part] });
    }
  }
  const withheld = withheldCounts(named, sums, threshold);
  return (name) => (withheld.has(name) ? null : roundCount(named.get(name)!.count, roundingBase));
}
