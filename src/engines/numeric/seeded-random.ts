import { InvalidInputError } from "./invalid-input";
import { splitMix64 } from "./split-mix";

type RandomState = readonly [number, number, number, number];

const TWO_POW_32 = 2 ** 32;
const TWO_POW_53 = 2 ** 53;
/** exp(-500) = 7e-218 keeps the product of uniforms well above underflow, where a plain exp(-mean) fails from 745 on. */
const POISSON_CHUNK = 500;

/**
 * Reproducible random numbers: xoshiro128** 1.1 (Blackman & Vigna 2018), period 2^128 - 1, 32-bit arithmetic throughout. The
 * same seed gives the same numbers on every machine. For synthetic data, sampling and tests; never for secrets.
 */
export class SeededRandom {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(state: RandomState) {
    if (state.every((word) => word === 0)) {
      throw new InvalidInputError(
        "The state must have at least one word other than 0 but got four times 0; use SeededRandom.fromSeed.",
      );
    }
    [this.a, this.b, this.c, this.d] = state;
  }

  static fromSeed(seed: number): SeededRandom {
    if (!Number.isSafeInteger(seed)) {
      throw new InvalidInputError(`A seed must be a whole number within 2^53 but got ${seed}; pass an integer.`);
    }
    const [first, second] = splitMix64(BigInt(seed), 2) as [bigint, bigint];
    const low = (word: bigint): number => Number(BigInt.asIntN(32, word));
    return new SeededRandom([low(first), low(first >> 32n), low(second), low(second >> 32n)]);
  }

  /** Whole number from 0 to 2^32 - 1. */
  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.b, 5), 7), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = rotateLeft(this.d, 11);
    return result;
  }

  /** From 0 (included) to 1 (excluded) in steps of 2^-53. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    return (high * 2 ** 26 + (this.uint32() >>> 6)) / TWO_POW_53;
  }

  /** Whole number from `low` to `high`, both included; every one equally likely (the uneven rest of the range is rejected). */
  integer(low: number, high: number): number {
    const count = high - low + 1;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || count < 1 || count > TWO_POW_32) {
      throw new InvalidInputError(
        `A range must run upwards over at most 2^32 whole numbers but got ${low} to ${high}; swap or narrow the bounds.`,
      );
    }
    const limit = TWO_POW_32 - (TWO_POW_32 % count);
    for (;;) {
      const draw = this.uint32();
      if (draw < limit) return low + (draw % count);
    }
  }

  /** Box & Muller 1958; the second number of each pair is not kept, so that the state stays four words. */
  normal(mean = 0, standardDeviation = 1): number {
    assertAtLeastZero("A standard deviation", standardDeviation);
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + standardDeviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  exponential(mean: number): number {
    assertAtLeastZero("A mean", mean);
    return -mean * Math.log(1 - this.uniform());
  }

  /** Knuth's product of uniforms; a large mean is drawn as a sum of smaller ones, so the time grows with the mean. */
  poisson(mean: number): number {
    assertAtLeastZero("A mean", mean);
    let count = 0;
    for (let left = mean; left > 0; left -= POISSON_CHUNK) count += this.smallPoisson(Math.min(left, POISSON_CHUNK));
    return count;
  }

  /** A new array in random order (Fisher & Yates, Durstenfeld 1964). */
  shuffle<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last -= 1) {
      const other = this.integer(0, last);
      [result[last], result[other]] = [result[other]!, result[last]!];
    }
    return result;
  }

  private smallPoisson(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.uniform(); product > limit; product *= this.uniform()) count += 1;
    return count;
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function assertAtLeastZero(what: string, value: number): void {
  if (value >= 0 && Number.isFinite(value)) return;
  throw new InvalidInputError(`${what} must be finite and at least 0 but got ${value}; correct the parameter.`);
}
