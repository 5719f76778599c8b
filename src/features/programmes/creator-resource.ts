import { denseRanks } from "../../engines/numeric/rank";
import { suppress, suppressPartition } from "../../platform/small-groups";
import type { Creator } from "./creator";

export const creatorOrderFields = [
  "COST_PER_NEW_AWARE",
  "COST_PER_NEW_APPEAL",
  "SEED_RATE",
  "NEW_AWARE",
  "NEW_APPEAL",
  "REACH",
] as const;

export interface CreatorOrder {
  readonly field: (typeof creatorOrderFields)[number];
  readonly direction: "ASC" | "DESC";
}

/** What a creator did for a brand in a window, exactly. */
export interface CreatorFacts {
  readonly creator: Creator;
  /** Posts published in the window; what they cost is null without any. */
  readonly posts: number;
  readonly costMinor: bigint | null;
  readonly impressions: bigint;
  readonly views: bigint;
  readonly reach: bigint;
  readonly newAware: bigint;
  readonly newAppeal: bigint;
}

/** As a caller may see it: null where withheld, and where a ratio has no base. */
export interface CreatorResource {
  readonly creator: Creator;
  readonly posts: number;
  readonly costMinor: bigint | null;
  readonly impressions: bigint | null;
  readonly views: bigint | null;
  readonly reach: bigint | null;
  readonly newAware: bigint | null;
  readonly newAppeal: bigint | null;
  readonly costPerNewAwareMinor: bigint | null;
  readonly costPerNewAppealMinor: bigint | null;
  readonly seedRate: number | null;
  readonly isSuppressed: boolean;
}

export interface RankedCreator extends CreatorResource {
  readonly rank: number | null;
}

/** New people and the others reached are a partition of the reach, which is told: a small rest withholds as a small part does. */
export function showCreator(facts: CreatorFacts, threshold: number): CreatorResource {
  const { creator, posts, costMinor, reach } = facts;
  const part = (people: bigint): bigint | null => {
    const [told, rest] = suppressPartition([people, reach - people], threshold).counts;
    return rest === null ? null : told!;
  };
  const [isTold, newAware, newAppeal] = [
    suppress(reach, threshold) !== null,
    part(facts.newAware),
    part(facts.newAppeal),
  ];
  return {
    creator,
    posts,
    costMinor,
    impressions: isTold ? facts.impressions : null,
    views: isTold ? facts.views : null,
    reach: isTold ? reach : null,
    newAware,
    newAppeal,
    costPerNewAwareMinor: perHead(costMinor, newAware),
    costPerNewAppealMinor: perHead(costMinor, newAppeal),
    seedRate: newAppeal === null || reach === 0n ? null : Number(newAppeal) / Number(reach),
    isSuppressed: !isTold || newAware === null || newAppeal === null,
  };
}

/** In whole minor units, half up. */
const perHead = (cost: bigint | null, heads: bigint | null): bigint | null =>
  cost === null || heads === null || heads === 0n ? null : (2n * cost + heads) / (2n * heads);

const VALUES: Readonly<Record<CreatorOrder["field"], (row: CreatorResource) => number | null>> = {
  COST_PER_NEW_AWARE: ({ costMinor, newAware }) => exactRatio(costMinor, newAware),
  COST_PER_NEW_APPEAL: ({ costMinor, newAppeal }) => exactRatio(costMinor, newAppeal),
  SEED_RATE: ({ seedRate }) => seedRate,
  NEW_AWARE: ({ newAware }) => toNumber(newAware),
  NEW_APPEAL: ({ newAppeal }) => toNumber(newAppeal),
  REACH: ({ reach }) => toNumber(reach),
};

/** Before rounding to minor units, which would tie what is not equal. */
const exactRatio = (cost: bigint | null, heads: bigint | null): number | null =>
  cost === null || heads === null || heads === 0n ? null : Number(cost) / Number(heads);

const toNumber = (count: bigint | null): number | null => (count === null ? null : Number(count));

/** Rank 1 stands first in the order; equal values share a rank and stand by code; those without a value come last, unranked. */
export function rankCreators(
  rows: readonly CreatorResource[],
  { field, direction }: CreatorOrder,
): readonly RankedCreator[] {
  const sign = direction === "ASC" ? -1 : 1; // denseRanks puts the largest first
  const values = rows.map((row) => {
    const value = VALUES[field](row);
    return value === null ? null : sign * value;
  });
  const ranks = denseRanks(values.flatMap((value) => value ?? []));
  const ranked = rows.map((row, index): RankedCreator => {
    const value = values[index]!;
    return { ...row, rank: value === null ? null : ranks.get(value)! };
  });
  const place = ({ rank }: RankedCreator): number => rank ?? Number.MAX_SAFE_INTEGER;
  return ranked.sort((a, b) => place(a) - place(b) || (a.creator.code < b.creator.code ? -1 : 1));
}
