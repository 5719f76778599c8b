import { InvalidInputError } from "../numeric/invalid-input";

/** The best first. */
export const valueTiers = ["HIGH", "MID", "LOW"] as const;
export type ValueTier = (typeof valueTiers)[number];

/** What a value must be at least, in minor units; below both is LOW. */
export interface TierBounds {
  readonly high: bigint;
  readonly mid: bigint;
}

/** Whom HIGH and MID begin with: the best share of all, or a value. */
export type TierCuts =
  | { readonly kind: "SHARE"; readonly highShare: number; readonly midShare: number }
  | { readonly kind: "VALUE"; readonly high: bigint; readonly mid: bigint };

/** The best fifth, and the next three tenths. */
export const DEFAULT_CUTS: TierCuts = { kind: "SHARE", highShare: 0.2, midShare: 0.3 };

/** A value equal to a bound belongs above it: equal values are always of one tier, whoever bears them. */
export const tierOf = (value: bigint, { high, mid }: TierBounds): ValueTier =>
  value >= high ? "HIGH" : value >= mid ? "MID" : "LOW";

/**
 * Bounds as values. A share becomes a quantile of type 7 (Hyndman & Fan 1996) of all values, rounded up to whole minor units, as no
 * value lies between; `quantile` tells it. Where many values are equal at a bound, its tier holds more than its share.
 */
export function boundsOf(cuts: TierCuts, quantile: (share: number) => number): TierBounds {
  if (cuts.kind === "VALUE") return { high: cuts.high, mid: cuts.mid };
  const { highShare, midShare } = cuts;
  if (!(highShare > 0 && midShare > 0 && highShare + midShare < 1))
    throw new InvalidInputError(
      `The shares of HIGH and MID must be above 0 and leave some to LOW, but got ${highShare} and ${midShare}; lower them.`,
    );
  const at = (share: number): bigint => BigInt(Math.ceil(quantile(share)));
  return { high: at(1 - highShare), mid: at(1 - highShare - midShare) };
}
