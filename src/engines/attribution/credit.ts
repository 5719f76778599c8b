/** Credits of conversions are fixed-point: this many to one conversion. */
export const MILLIONTHS = 1_000_000n;

/**
 * What one channel, or one key of a coarser dimension, is credited with. Over all keys both figures sum exactly: to the
 * conversions times {@link MILLIONTHS} and to the value.
 */
export interface Credit {
  readonly key: string;
  readonly conversionMillionths: bigint;
  /** In minor units. */
  readonly value: bigint;
}

/**
 * Sums credits of channels to a coarser dimension: platform, campaign step. Adds what is already apportioned, so every dimension
 * shows the same totals to the last digit. Keys come in order of their UTF-16 code units.
 */
export function rollUp(credits: readonly Credit[], keyOf: (channel: string) => string): Credit[] {
  const sums = new Map<string, Credit>();
  for (const credit of credits) {
    const key = keyOf(credit.key);
    const sum = sums.get(key);
    sums.set(key, {
      key,
      conversionMillionths: (sum?.conversionMillionths ?? 0n) + credit.conversionMillionths,
      value: (sum?.value ?? 0n) + credit.value,
    });
  }
  return [...sums.keys()].sort().map((key) => sums.get(key)!);
}
