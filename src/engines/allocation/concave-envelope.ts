import type { ConcaveCurve } from "./concave-curve";
import { type LineCurve, lastInflexion, toConcaveCurve } from "./response-curve";

/** What a line may receive: nothing where it may be off, or from `lower` to `upper`. */
export interface LineSpan {
  readonly lower: number;
  readonly upper: number;
  readonly mayBeOff: boolean;
}

/** A chord from the envelope's start to `bend`, then the curve itself. */
interface Cover {
  readonly weight: number;
  readonly curve: ConcaveCurve;
  readonly bend: number;
  readonly valueAtStart: number;
  /** Response per unit along the chord. */
  readonly chordSlope: number;
}

/**
 * A concave function above a curve on what a line may receive. Of one curve it is the least one: a chord from `start` to where it
 * touches, then the curve itself up to `end` (McCormick 1976; for S-shapes Udell & Boyd 2013). Of a mix it is the weighted sum of those of
 * its parts, which is concave and above it, and meets it as what the line may receive shrinks.
 */
export interface Envelope {
  readonly start: number;
  /** Beyond it the envelope is the curve. */
  readonly bend: number;
  readonly end: number;
  readonly curve: ConcaveCurve;
  readonly covers: readonly Cover[];
}

/** A part of an envelope that is smooth. */
export interface EnvelopePiece {
  readonly from: number;
  readonly to: number;
}

export function envelopeOf(response: LineCurve, span: LineSpan): Envelope {
  const start = span.mayBeOff ? 0 : span.lower;
  const parts = response.form === "MIX" ? response.parts : [{ weight: 1, curve: response }];
  const covers = parts.map((part) => coverOf(part.weight, part.curve, start, span));
  return {
    ...{ start, bend: Math.max(...covers.map(({ bend }) => bend)), end: span.upper },
    ...{ curve: toConcaveCurve(response), covers },
  };
}

function coverOf(weight: number, response: LineCurve, start: number, { lower, upper, mayBeOff }: LineSpan): Cover {
  const curve = toConcaveCurve(response);
  const inflexion = lastInflexion(response);
  const tangent = start >= inflexion ? start : tangentPoint(curve, start, inflexion, upper);
  const bend = Math.min(upper, mayBeOff ? Math.max(tangent, lower) : tangent);
  const chordSlope = bend > start ? curve.gain(start, bend) / (bend - start) : 0;
  return { weight, curve, bend, valueAtStart: curve.response(start), chordSlope };
}

/** Smooth parts in order; together they are the envelope. */
export function piecesOf({ start, end, covers }: Envelope): readonly EnvelopePiece[] {
  const ends = [...new Set([...covers.map(({ bend }) => bend), end])].filter((at) => at > start).sort((a, b) => a - b);
  return ends.map((to, piece) => ({ from: ends[piece - 1] ?? start, to }));
}

/** The value of the envelope; the curve's own is never above it. */
export const envelopeValue = ({ start, covers }: Envelope, amount: number): number =>
  covers.reduce((sum, { weight, curve, bend, valueAtStart, chordSlope }) => {
    const own = amount <= bend ? valueAtStart + chordSlope * (amount - start) : curve.response(amount);
    return sum + weight * own;
  }, 0);

/** Its slope in the piece that begins at `from`. */
export const envelopeSlope = ({ covers }: Envelope, from: number, amount: number): number =>
  covers.reduce(
    (sum, { weight, curve, bend, chordSlope }) =>
      sum + weight * (from < bend ? chordSlope : curve.marginalReturn(amount)),
    0,
  );

export const envelopeCurvature = ({ covers }: Envelope, from: number, amount: number): number =>
  covers.reduce((sum, { weight, curve, bend }) => sum + (from < bend ? 0 : weight * curve.curvature(amount)), 0);

/** The greatest value of the envelope less a price per unit. */
export function bestAtPrice(envelope: Envelope, price: number): number {
  const { start } = envelope;
  let best = envelopeValue(envelope, start) - price * start;
  for (const piece of piecesOf(envelope)) {
    let { from, to } = piece;
    const slope = (amount: number): number => envelopeSlope(envelope, piece.from, amount);
    if (slope(to) >= price) from = to;
    for (let halving = 0; halving < 60 && from < to; halving++) {
      const middle = (from + to) / 2;
      if (slope(middle) >= price) from = middle;
      else to = middle;
    }
    // Concave: the tangent at any of its points is above it, so the bound holds however far the halving went.
    const slack = from < to ? Math.max(0, slope(from) - price) * (to - from) : 0;
    best = Math.max(best, envelopeValue(envelope, from) - price * from + slack);
  }
  return best;
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
