import type { ConcaveCurve } from "./concave-curve";
import { type LineCurve, toConcaveCurve } from "./response-curve";

/*
 * Terms of this engine
 *
 * line:            one receiver of budget (a placement, a crowd on a channel) with a response curve.
 * bounds:          the least and the most that a line may receive, both included.
 * unit:            one minor unit of the currency; amounts are whole units.
 * marginal return: the response that one more unit brings on a line.
 * multiplier:      the one marginal return at which all lines without a binding bound meet; the worth of one unit of the total.
 * shadow price:    what moving a constraint by one unit is worth.
 */

export interface AllocationLine {
  readonly curve: LineCurve;
  readonly lower: bigint;
  readonly upper: bigint;
}

export interface AllocationInput {
  /** Spent exactly. */
  readonly total: bigint;
  readonly lines: readonly AllocationLine[];
}

/** A line in numbers. A bound above {@link MAXIMAL_TOTAL} can never be reached, so it is cut to it. */
export interface WorkingLine {
  readonly curve: ConcaveCurve;
  readonly lower: number;
  readonly upper: number;
}

/** Above it, neighbouring amounts are no longer different doubles. */
export const MAXIMAL_TOTAL = BigInt(Number.MAX_SAFE_INTEGER);

/** Call after the input was found allocatable. */
export function toWorkingLines({ lines }: AllocationInput): WorkingLine[] {
  return lines.map(({ curve, lower, upper }) => ({
    curve: toConcaveCurve(curve),
    lower: Number(lower),
    upper: Math.min(Number(upper), Number.MAX_SAFE_INTEGER),
  }));
}
