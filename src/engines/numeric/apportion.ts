import { InvalidInputError } from "./invalid-input";
import { proportionalIntegers } from "./proportional-integers";

/**
 * Splits an integer total in proportion to weights by largest remainder (Hamilton's method): every share is its quota rounded
 * down, and the units left over go one each to the largest remainders. The shares sum to the total exactly.
 *
 * - Quotas are exact. Rational weights are passed as bigints over their common denominator; a number counts as the binary
 *   fraction that it is, so 0.1 and 0.2 are in the proportion of the two doubles.
 * - Equal remainders: the larger weight first, then the lower index.
 * - A weight of 0 receives 0. All weights 0 can only carry a total of 0.
 * - A negative total mirrors the positive one: apportion(-t, w) = -apportion(t, w).
 */
export function apportion(total: bigint, weights: readonly bigint[] | readonly number[]): bigint[] {
  weights.forEach(assertWeight);
  const integers = proportionalIntegersOf(weights);
  const sum = integers.reduce((partial, weight) => partial + weight, 0n);
  if (sum === 0n) return noShares(total, integers.length);
  if (total < 0n) return apportionPositive(-total, integers, sum).map((share) => -share);
  return apportionPositive(total, integers, sum);
}

function apportionPositive(total: bigint, weights: readonly bigint[], sum: bigint): bigint[] {
  const shares = weights.map((weight) => (total * weight) / sum);
  const remainders = weights.map((weight) => (total * weight) % sum);
  const left = total - shares.reduce((partial, share) => partial + share, 0n);
  const order = weights
    .map((_, index) => index)
    .sort((a, b) => descending(remainders[a]!, remainders[b]!) || descending(weights[a]!, weights[b]!) || a - b);
  // left = sum of remainders / sum < number of remainders above 0, so a weight of 0 is never reached.
  for (const index of order.slice(0, Number(left))) shares[index]! += 1n;
  return shares;
}

function proportionalIntegersOf(weights: readonly bigint[] | readonly number[]): readonly bigint[] {
  return weights.every((weight) => typeof weight === "bigint")
    ? (weights as readonly bigint[])
    : proportionalIntegers(weights as readonly number[]);
}

function noShares(total: bigint, count: number): bigint[] {
  if (total !== 0n) {
    throw new InvalidInputError(
      `At least one weight must be above 0 to carry a total of ${total} but got ${count} weights that are all 0; decide before the call who receives a total that nobody weighs.`,
    );
  }
  return new Array<bigint>(count).fill(0n);
}

function assertWeight(weight: bigint | number, index: number): void {
  if (weight >= 0 && weight !== Number.POSITIVE_INFINITY) return;
  throw new InvalidInputError(
    `Weight ${index} must be finite and at least 0 but got ${weight}; correct it or leave the item out.`,
  );
}

function descending(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
