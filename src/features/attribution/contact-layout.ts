/** How contacts lie in unsigned numbers of 64 bits: person, milliseconds, number of the touch, the highest bits first. */
export interface ContactLayout {
  /** A power of two: people are dealt out by their lowest bits, which the number leaves out. */
  readonly parts: number;
  /** Time and number together take 32 bits at least, so that the upper word ends with time. */
  readonly timeBits: number;
  readonly numberBits: number;
}

/** Parts of fewer people than this cost ClickHouse more to sort than they save. */
const LEAST_PARTS = 128;

/** `longest`: milliseconds between the oldest contact that is read and the last. */
export function contactLayout(touches: number, lastOrdinal: number, longest: number): ContactLayout {
  const numberBits = bitsOf(touches - 1);
  const timeBits = Math.max(bitsOf(longest), 32 - numberBits);
  const surplus = bitsOf(lastOrdinal) + timeBits + numberBits - 64;
  return { parts: Math.max(LEAST_PARTS, 2 ** surplus), timeBits, numberBits };
}

const bitsOf = (largest: number): number => (largest <= 0 ? 0 : Math.floor(Math.log2(largest)) + 1);
