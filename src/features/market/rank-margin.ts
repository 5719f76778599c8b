/** Margins are told in bands of this many to the whole: of 5 percent points. */
export const BANDS_TO_ONE = 20;

/** A figure as a fraction of whole numbers; a count has the denominator 1. */
export interface Fraction {
  readonly numerator: bigint;
  /** Positive. */
  readonly denominator: bigint;
}

/**
 * Number of the band in which own / best peer - 1 lies (G04): band n reaches from n/20, included, to (n + 1)/20. The first's
 * lead over the second and another's lag behind the first are the same quotient, as the best peer is the second or the first.
 * Null when the best peer has 0.
 */
export function marginBand(own: Fraction, peers: readonly Fraction[]): bigint | null {
  const best = peers.reduce((most, peer) => (isMore(peer, most) ? peer : most));
  const base = best.numerator * own.denominator;
  if (base === 0n) return null;
  return floorDivide(BigInt(BANDS_TO_ONE) * (own.numerator * best.denominator - base), base);
}

/** Dense rank: 1 plus the number of different values above. */
export function denseRank(own: Fraction, peers: readonly Fraction[]): number {
  const above = peers.filter((peer) => isMore(peer, own)).sort((a, b) => (isMore(a, b) ? -1 : isMore(b, a) ? 1 : 0));
  return 1 + above.filter((value, index) => index === 0 || isMore(above[index - 1]!, value)).length;
}

const isMore = (one: Fraction, other: Fraction): boolean =>
  one.numerator * other.denominator > other.numerator * one.denominator;

/** `base` is positive. */
const floorDivide = (value: bigint, base: bigint): bigint =>
  value < 0n ? -((base - 1n - value) / base) : value / base;
