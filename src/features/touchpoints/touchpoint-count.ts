import { roundCount } from "../../platform/small-groups";
import type { textColumns } from "./touchpoint";

/** WINDOW: the whole window is one bucket. */
export type CountGrain = "HOUR" | "DAY" | "WINDOW";

export type CountColumn = "action" | "platform" | "site" | (typeof textColumns)[number][1];

/** Touchpoints of one bucket of time that share their keys. */
export interface CountedCell {
  readonly bucketStart: Date;
  /** One for each column asked for; "": touchpoints without one. */
  readonly keys: readonly string[];
  readonly touchpoints: bigint;
  /** Deduplicated in the cell. */
  readonly people: bigint;
  /** All people of the cell when they are fewer than the threshold, else as many of them. */
  readonly sample: readonly number[];
}

/** What is withheld of one bucket, together. */
export interface CountRemainder {
  readonly bucketStart: Date;
  readonly cells: number;
  /** Null when even all of it is of too few people to tell. */
  readonly touchpoints: bigint | null;
}

export interface TouchpointCounts {
  readonly told: readonly Omit<CountedCell, "sample">[];
  readonly remainders: readonly CountRemainder[];
}

/**
 * Leaves out cells of fewer people than the threshold: with their touchpoints, which tell of people as well, and with their keys,
 * as a keyword that one person typed may name that person. In each bucket the next smallest cells go too until what is left out
 * is of as many people as the threshold and of two cells at least, because counts without the keys are told by another question.
 */
export function suppressCounts(cells: readonly CountedCell[], threshold: number): TouchpointCounts {
  const buckets = new Map<number, CountedCell[]>();
  for (const cell of cells) {
    const bucket = buckets.get(cell.bucketStart.getTime()) ?? [];
    buckets.set(cell.bucketStart.getTime(), bucket);
    bucket.push(cell);
  }
  const withheld = new Map([...buckets].map(([bucket, inBucket]) => [bucket, withheldOf(inBucket, threshold)]));
  return {
    told: cells
      .filter((cell) => !withheld.get(cell.bucketStart.getTime())!.includes(cell))
      .map(({ sample, ...cell }) => cell),
    remainders: [...withheld].flatMap(([bucket, left]) =>
      left.length === 0 ? [] : [remainderOf(new Date(bucket), left, threshold)],
    ),
  };
}

/**
 * What is told after suppression, rounded: the same window in hours and in days, or with and without a platform, would
 * otherwise tell the few people by whom two answers differ.
 */
export function roundCounts({ told, remainders }: TouchpointCounts, base: number): TouchpointCounts {
  return {
    told: told.map((cell) => ({
      ...cell,
      touchpoints: roundCount(cell.touchpoints, base),
      people: roundCount(cell.people, base),
    })),
    remainders: remainders.map((remainder) => ({
      ...remainder,
      touchpoints: remainder.touchpoints === null ? null : roundCount(remainder.touchpoints, base),
    })),
  };
}

const isSmall = (cells: readonly CountedCell[], threshold: number): boolean =>
  new Set(cells.flatMap(({ sample }) => sample)).size < threshold;

function withheldOf(cells: readonly CountedCell[], threshold: number): readonly CountedCell[] {
  const left = cells.filter((cell) => isSmall([cell], threshold));
  const others = cells
    .filter((cell) => !isSmall([cell], threshold))
    .sort((a, b) => (a.people < b.people ? -1 : a.people > b.people ? 1 : 0));
  while (left.length > 0 && others.length > 0 && (left.length < 2 || isSmall(left, threshold)))
    left.push(others.shift()!);
  return left;
}

const remainderOf = (bucketStart: Date, left: readonly CountedCell[], threshold: number): CountRemainder => ({
  bucketStart,
  cells: left.length,
  touchpoints: isSmall(left, threshold) ? null : left.reduce((sum, cell) => sum + cell.touchpoints, 0n),
});
