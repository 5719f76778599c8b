import type { PackMode } from "./person-rule";

type Optional<T> = T | null | undefined;

/** Leaves about people and sets of them, as a caller writes them. */
export interface PersonLeafInput {
  readonly pack?: Optional<PackInput>;
  readonly randomShare?: Optional<RandomShareInput>;
  readonly attribute?: Optional<AttributeInput>;
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

export const personVariants = ["pack", "randomShare", "attribute"] as const;
