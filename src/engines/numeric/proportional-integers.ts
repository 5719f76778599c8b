const FRACTION_BITS = 52n;
const FRACTION_MASK = (1n << FRACTION_BITS) - 1n;
const EXPONENT_MASK = 0x7ffn;
/** Weight of the lowest fraction bit of a double whose biased exponent is 0 (subnormal) or 1: 2^-1074 (IEEE 754 binary64). */
const LOWEST_EXPONENT = -1074;

interface BinaryFraction {
  readonly significand: bigint;
  readonly exponent: number;
}

/**
 * Integers in exactly the proportion of the given finite doubles of at least 0. A double is a fraction over a power of two, so
 * one common power of two makes all of them whole: nothing is rounded, at the price of up to 2,098 bits for the widest range.
 */
export function proportionalIntegers(values: readonly number[]): bigint[] {
  const fractions = Array.from(new BigUint64Array(Float64Array.from(values).buffer), toBinaryFraction);
  let lowest = Number.POSITIVE_INFINITY;
  for (const { significand, exponent } of fractions) {
    if (significand > 0n) lowest = Math.min(lowest, exponent);
  }
  return fractions.map(({ significand, exponent }) =>
    significand === 0n ? 0n : significand << BigInt(exponent - lowest),
  );
}

function toBinaryFraction(bits: bigint): BinaryFraction {
  const biased = Number((bits >> FRACTION_BITS) & EXPONENT_MASK);
  const fraction = bits & FRACTION_MASK;
  if (biased === 0) return { significand: fraction, exponent: LOWEST_EXPONENT };
  return { significand: fraction | (1n << FRACTION_BITS), exponent: LOWEST_EXPONENT + biased - 1 };
}
