import type { ConcaveCurve } from "./concave-curve";
import { hillInflexion } from "./hill-curve";
import { type LineCurve, toConcaveCurve } from "./response-curve";

/** What a line may receive: nothing where it may be off, or from `lower` to `upper`. */
export interface LineSpan {
  readonly lower: number;
  readonly upper: number;
  readonly mayBeOff: boolean;
}

/**
 * The least concave function above a curve on what a line may receive: a chord from `start` to `bend`, then the curve itself up to
 * `end` (McCormick 1976; for S-shapes Udell & Boyd 2013). A concave line that is on has an empty chord.
 */
export interface Envelope {
  readonly start: number;
  readonly bend: number;
  readonly end: number;
  readonly valueAtStart: number;
  /** Response per unit along the chord. */
  readonly chordSlope: number;
  readonly curve: ConcaveCurve;
}

export function envelopeOf(response: LineCurve, span: LineSpan): Envelope {
  const curve = toConcaveCurve(response);
  const start = span.mayBeOff ? 0 : span.lower;
  const end = span.upper;
  const inflexion = response.form === "HILL" ? hillInflexion(response.km, response.slope) : 0;
  const tangent = start >= inflexion ? start : tangentPoint(curve, start, inflexion, end);
  const bend = Math.min(end, span.mayBeOff ? Math.max(tangent, span.lower) : tangent);
  const chordSlope = bend > start ? curve.gain(start, bend) / (bend - start) : 0;
  return { start, bend, end, valueAtStart: curve.response(start), chordSlope, curve };
}

/** The value of the envelope; the curve's own is never above it. */
export function envelopeValue(envelope: Envelope, amount: number): number {
  return amount <= envelope.bend
    ? envelope.valueAtStart + envelope.chordSlope * (amount - envelope.start)
    : envelope.curve.response(amount);
}

/** The greatest value of the envelope less a price per unit. */
export function bestAtPrice({ start, bend, end, valueAtStart, chordSlope, curve }: Envelope, price: number): number {
  const atStart = valueAtStart - price * start;
  if (chordSlope <= price && bend > start) return atStart;
  let [from, to] = [bend, end];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (from + to) / 2;
    if (curve.marginalReturn(middle) >= price) from = middle;
    else to = middle;
  }
  // Concave beyond the bend: the tangent at any of its points is above it, so the bound holds however far the halving went.
  const slack = Math.max(0, curve.marginalReturn(from) - price) * (to - from);
  return Math.max(atStart, curve.response(from) - price * from + slack);
}

/** Where a line from the start touches the part of the curve that bends downwards; the end where it touches beyond. */
function tangentPoint(curve: ConcaveCurve, start: number, inflexion: number, end: number): number {
  const isBeyond = (amount: number): boolean =>
    curve.marginalReturn(amount) * (amount - start) < curve.gain(start, amount);
  if (end <= inflexion || !isBeyond(end)) return end;
  let [from, to] = [inflexion, end];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (from + to) / 2;
    if (isBeyond(middle)) to = middle;
    else from = middle;
  }
  return to;
}
