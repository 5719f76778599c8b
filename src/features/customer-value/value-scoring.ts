import type { TierBounds, TierCuts, ValueTier } from "../../engines/customer-value/value-tiers";
import type { ValueQuadrant } from "../../engines/segmentation/person-rule";

/** A year ahead, and a tenth less for what comes in a year. */
export const DEFAULT_HORIZON_DAYS = 365;
export const DEFAULT_ANNUAL_DISCOUNT_RATE = 0.1;

/** Cuts as they were set; version 0 is shipped. */
export interface ValueTierCuts {
  readonly version: number;
  readonly cuts: TierCuts;
  /** Null: of the shipped ones. */
  readonly createdAt: Date | null;
}

/** People and what they are expected to bring, brought and are; minor units. */
export interface ValueGroup {
  readonly people: bigint;
  readonly worth: bigint;
  readonly past: bigint;
  /** Sum of chances of being alive. */
  readonly alive: number;
}

/** What a scoring says of all customers together. Counts are exact. */
export interface ScoringReport {
  readonly bounds: TierBounds;
  /** In the order of `valueTiers`. */
  readonly tiers: readonly ValueGroup[];
  /** People by chance of being alive, in tenths; the last one holds 1 too. */
  readonly aliveTenths: readonly bigint[];
  /** What is above is high. */
  readonly medians: { readonly past: bigint; readonly worth: bigint };
  /** In the order of `valueQuadrants`. */
  readonly quadrants: readonly ValueGroup[];
  /** Spearman's, with mean ranks for ties; null where all brought, or are expected to bring, the same. */
  readonly rankCorrelation: number | null;
}

/** A published scoring. */
export interface ValueScoring {
  readonly id: string;
  readonly brandId: number;
  readonly modelId: string;
  readonly cutsVersion: number;
  /** Counts the days before it, YYYY-MM-DD in the brand's zone. */
  readonly asOf: string;
  readonly horizonDays: number;
  readonly annualDiscountRate: number;
  readonly knownAt: Date;
  readonly outdatedAt: Date | null;
  readonly erasedPeople: bigint;
  readonly people: bigint;
  readonly report: ScoringReport;
}

/** Scorings whose means can be compared. */
export interface ScoringSeries {
  readonly brandId: number;
  readonly modelId: string;
  readonly horizonDays: number;
  readonly annualDiscountRate: number;
}

export const tierPlace: Readonly<Record<ValueTier, number>> = { HIGH: 0, MID: 1, LOW: 2 };
export const quadrantPlace: Readonly<Record<ValueQuadrant, number>> = {
  HIGH_NOW_HIGH_NEXT: 0,
  HIGH_NOW_LOW_NEXT: 1,
  LOW_NOW_HIGH_NEXT: 2,
  LOW_NOW_LOW_NEXT: 3,
};
