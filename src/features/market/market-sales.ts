/*
 * Terms of this feature
 *
 * period:        a window of a refresh, or one calendar year in the zones of the brands.
 * net order:     paid and not fully refunded before the end of the refresh, dated by its first line.
 * GMV:           value of net orders in the category, less what was refunded of them.
 * on the market: a brand with a net order in the category in the period; only these are ranked and are anybody's peers.
 */

/** What one brand sold in the category in one period. */
export interface BrandSales {
  readonly brandId: number;
  /** Distinct people with a net order. */
  readonly buyers: bigint;
  /** Of them those with net orders on at least two days of the brand's zone. */
  readonly repeatBuyers: bigint;
  readonly orders: bigint;
  /** Of them those with a line of unknown value: GMV lacks it. */
  readonly ordersWithoutValue: bigint;
  readonly units: bigint;
  readonly gmvMinor: bigint;
  readonly currencyCode: string;
}

/** What all brands of a category sold in one period; those not on the market are left out. */
export interface MarketPeriod {
  /** Null: the window. */
  readonly year: number | null;
  /** Whether the period had ended in every brand's zone. */
  readonly isComplete: boolean;
  /** Distinct people with a net order of any brand. */
  readonly buyers: bigint;
  readonly brands: readonly BrandSales[];
}

/** One refresh of a category's market. */
export interface MarketRefresh {
  readonly id: string;
  readonly categoryId: number;
  readonly from: Date;
  readonly to: Date;
  readonly computedAt: Date;
  /** Touchpoints that concern it came or went since. */
  readonly isOutdated: boolean;
}
