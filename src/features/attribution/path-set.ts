import type { Journey } from "../../engines/attribution/journey";

/** Most rows of one set: what a request of 4 MiB can hold. */
export const MAX_PATHS = 20_000;
/** Longest path; published ones have up to 89 touches. */
export const MAX_PATH_TOUCHES = 1_000;
export const MAX_CHANNEL_LENGTH = 200;

/** Counted paths as an outside source gives them. */
export interface PathSet {
  readonly id: string;
  readonly name: string;
  readonly currencyCode: string;
  /** Channels that people come through by themselves. */
  readonly directChannels: readonly string[];
  readonly createdAt: Date;
  readonly journeys: readonly Journey[];
}

/** A row as it came. */
export interface NewPath {
  readonly touches: readonly string[];
  readonly conversions: bigint;
  /** Major units, at most 12 decimals; rounded half up to those of the currency. */
  readonly value?: string | null | undefined;
  readonly nulls?: bigint | null | undefined;
}

export interface NewPathSet {
  readonly name: string;
  readonly currencyCode: string;
  readonly directChannels: readonly string[];
  readonly paths: readonly NewPath[];
}
