import type { MemoryChain } from "./memory-chain";

/** What a bound from below and one from above may differ by: a few rounding errors of a probability. */
const CLOSED = 1e-14;

/**
 * The value x of every state of an absorbing chain, where x = reward + Q x and rewards are such that 0 <= x <= 1; states with a
 * `fixed` value (not NaN) have that one. Solved by Gauss-Seidel from 0 and from 1 at once: both sequences are monotone and
 * enclose the solution (Varga 1962, "Matrix iterative analysis", section 3.1), so the answer carries its own proof and ends when
 * the bounds meet, or when rounding lets neither move. The lower bound is answered: it keeps an exact 0. Elimination would fill in: n channels have up to n^order states.
 */
export function absorbingValues(chain: MemoryChain, reward: Float64Array, fixed: Float64Array): Float64Array {
  const lower = fixed.map((value) => (Number.isNaN(value) ? 0 : value));
  const upper = fixed.map((value) => (Number.isNaN(value) ? 1 : value));
  for (;;) {
    const moved = [sweep(chain, reward, fixed, lower), sweep(chain, reward, fixed, upper)];
    let gap = 0;
    for (let state = 0; state < lower.length; state += 1) gap = Math.max(gap, upper[state]! - lower[state]!);
    if (gap <= CLOSED || !moved.some(Boolean)) return lower;
  }
}

/** One pass backwards, as journeys run forwards; false when nothing moved. */
function sweep(
  { rows, targets, probabilities }: MemoryChain,
  reward: Float64Array,
  fixed: Float64Array,
  values: Float64Array,
): boolean {
  let hasMoved = false;
  for (let state = values.length - 1; state >= 0; state -= 1) {
    if (!Number.isNaN(fixed[state]!)) continue;
    let sum = reward[state]!;
    let stays = 0;
    for (let edge = rows[state]!; edge < rows[state + 1]!; edge += 1) {
      if (targets[edge] === state) stays += probabilities[edge]!;
      else sum += probabilities[edge]! * values[targets[edge]!]!;
    }
    const value = sum / (1 - stays);
    if (Math.abs(value - values[state]!) > Number.EPSILON * value) hasMoved = true;
    values[state] = value;
  }
  return hasMoved;
}
