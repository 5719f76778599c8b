import { branchAndBound } from "./branch-and-bound";
import { type ConstrainedInput, type ConstrainedLine, rangesOf } from "./constrained-input";
import { lastInflexion, toConcaveCurve } from "./response-curve";

/** A problem of one period without a total. */
type OpenInput = Omit<ConstrainedInput, "total">;

export interface ReachedTotal {
  /** A total with a split that brings the return; null: none is known. */
  readonly total: bigint | null;
  /** No greater total does: proven. */
  readonly atMost: bigint;
}

/** A total is known to this share of the greatest that may do. */
const RESOLUTION = 1e-4;

/**
 * The greatest total, to {@link RESOLUTION}, with a split that brings `target` per unit, also of S-shapes and of lines that may be off.
 * "At least so much is spent, and at the target's price it leaves no loss" is one search by branch and bound, in which unspent money is
 * a line that brings the target; the less must be spent, the easier it is, so that halving the amount closes in on the greatest.
 */
export function reachReturn(input: OpenInput, target: number, maximum: bigint): ReachedTotal {
  const cap = capOf(input, target, maximum);
  let atMost = cap;
  let low: bigint | null = null;
  let [from, to] = [1n, cap];
  for (;;) {
    const least = low === null && from === 1n ? 1n : (from + to + 1n) / 2n;
    const { total, isProven } = search(input, target, { least, cap });
    if (total !== null) {
      low = total;
      from = total;
    } else {
      if (isProven && least - 1n < atMost) atMost = least - 1n;
      to = least - 1n;
    }
    const isFine = low !== null && Number(to - from) <= RESOLUTION * Number(to);
    if (to <= from || isFine || (low === null && least === 1n)) return { total: low, atMost };
  }
}

/** A split of at least so much that brings the target; without one, whether that is proven. */
function search(
  { lines, groups }: OpenInput,
  target: number,
  { least, cap }: { readonly least: bigint; readonly cap: bigint },
): { readonly total: bigint | null; readonly isProven: boolean } {
  const unspent: ConstrainedLine = {
    ...{ curve: { form: "LINEAR", slope: target }, lower: 0n, upper: cap - least, mayBeOff: false, carryOver: [1] },
  };
  const whole: ConstrainedInput = { total: cap, periods: 1, lines: [...lines, unspent], groups };
  const goal = target * Number(cap);
  const found = branchAndBound(whole, rangesOf(whole), goal);
  if (found === null) return { total: null, isProven: true };
  if (found.response < goal) return { total: null, isProven: found.bound < goal };
  return { total: cap - BigInt(found.cells.at(-1)!), isProven: true };
}

/** From here on the lines would bring less than the target even if each had all of the money for itself, and ever less. */
function capOf({ lines }: OpenInput, target: number, maximum: bigint): bigint {
  const alone = lines.map(({ curve, upper }) => ({ curve: toConcaveCurve(curve), upper: Number(upper) }));
  const mayReach = (total: number): boolean => {
    const response = alone.reduce((sum, { curve, upper }) => sum + curve.response(Math.min(total, upper)), 0);
    const slope = alone.reduce((sum, { curve, upper }) => (total < upper ? sum + curve.marginalReturn(total) : sum), 0);
    return response >= target * total || slope >= target;
  };
  let cap = lines.reduce((sum, { lower, mayBeOff }) => (mayBeOff ? sum : sum + lower), 1n);
  // Beyond their last inflexion all curves are concave: once below the target and falling, they stay so.
  const bend = BigInt(Math.ceil(Math.max(...lines.map(({ curve }) => lastInflexion(curve)))));
  if (cap < bend) cap = bend;
  while (cap < maximum && mayReach(Number(cap))) cap *= 2n;
  return cap < maximum ? cap : maximum;
}
