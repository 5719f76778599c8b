import type { NoPackReason } from "../campaigns";

/*
 * Terms of this feature
 *
 * spend row:  cost of a placement in one hour or day, as media reported it last (placement_delivery).
 * aim:        the pack, in its version, that a placement is aimed at; without one the reason for none.
 * fee:        what money was paid for: the objective of its placements (费用).
 * traffic:    the platform and the site on which a placement runs (流量).
 */

/** Exactly one of pack and reason is null; the version goes with the pack. */
export interface Aim {
  readonly audiencePackId: string | null;
  readonly audiencePackVersion: number | null;
  readonly noPackReason: NoPackReason | null;
}

export interface SpendRow extends Aim {
  readonly placementId: string;
  readonly from: Date;
  readonly to: Date;
  readonly impressions: bigint;
  readonly clicks: bigint;
  readonly costMinor: bigint;
  readonly currencyCode: string;
  readonly source: string;
}

/** All spend with one aim. */
export interface AimedSpend extends Aim {
  readonly placements: number;
  readonly costMinor: bigint;
  readonly currencyCode: string;
}
