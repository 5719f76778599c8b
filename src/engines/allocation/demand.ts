import type { ConcaveCurve } from "./concave-curve";

/** An amount between two others, both included. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * How much of a span a line would buy at a price per unit: up to the last whole unit that brings at least the price. Units
 * bring less and less, so it is found by halving.
 */
export function demandAt(curve: ConcaveCurve, price: number, span: Span): number {
  let { from, to } = span;
  while (from < to) {
    const middle = from + Math.floor((to - from) / 2);
    if (curve.gain(middle, middle + 1) >= price) from = middle + 1;
    else to = middle;
  }
  return from;
}
