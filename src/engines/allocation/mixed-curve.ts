import type { ConcaveCurve } from "./concave-curve";

/** The weighted sum of what one amount brings of several things; concave where each of them is, S-shaped or more than once so where one is not. */
export function mixedCurve(parts: readonly { readonly weight: number; readonly curve: ConcaveCurve }[]): ConcaveCurve {
  const sum = (of: (curve: ConcaveCurve) => number): number =>
    parts.reduce((total, { weight, curve }) => total + weight * of(curve), 0);
  return {
    response: (x) => sum((curve) => curve.response(x)),
    marginalReturn: (x) => sum((curve) => curve.marginalReturn(x)),
    curvature: (x) => sum((curve) => curve.curvature(x)),
    gain: (from, to) => sum((curve) => curve.gain(from, to)),
  };
}
