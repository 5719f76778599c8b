import type { LifecycleState, PackMode, ValueQuadrant, ValueTierName } from "./person-rule";

type Optional<T> = T | null | undefined;

/** Leaves about people and sets of them, as a caller writes them. */
export interface PersonLeafInput {
  readonly pack?: Optional<PackInput>;
  readonly randomShare?: Optional<RandomShareInput>;
  readonly attribute?: Optional<AttributeInput>;
  readonly reachable?: Optional<ReachableInput>;
  /** Absent tiers: any. */
  readonly membership?: Optional<{ readonly tiers?: Optional<readonly string[]> }>;
  readonly lifecycle?: Optional<{ readonly in: readonly LifecycleState[] }>;
  readonly list?: Optional<{ readonly id: string }>;
  readonly valueTier?: Optional<ValueTierInput>;
}

export interface PackInput {
  readonly id: string;
  /** Absent: FROZEN. */
  readonly mode?: Optional<PackMode>;
}

export interface RandomShareInput {
  readonly salt: string;
  readonly perMille: number;
  /** Per mille passed over first; absent: 0. */
  readonly skip?: Optional<number>;
}

/** Either `in`, or one or both of the bounds. */
export interface AttributeInput {
  readonly code: string;
  readonly in?: Optional<readonly string[]>;
  readonly min?: Optional<string>;
  readonly max?: Optional<string>;
}

/** At least one of the two. */
export interface ReachableInput {
  readonly namespaces?: Optional<readonly string[]>;
  readonly platforms?: Optional<readonly string[]>;
}

/** At least one of the two. */
export interface ValueTierInput {
  readonly in?: Optional<readonly ValueTierName[]>;
  readonly quadrants?: Optional<readonly ValueQuadrant[]>;
}

export const personVariants = [
  "pack",
  "randomShare",
  "attribute",
  "reachable",
  "membership",
  "lifecycle",
  "list",
  "valueTier",
] as const;
