import type { ConcaveCurve } from "./concave-curve";

/** Every unit brings the same: concave, though not strictly. */
export function linearCurve(slope: number): ConcaveCurve {
  return {
    response: (x) => slope * x,
    marginalReturn: () => slope,
    curvature: () => 0,
    gain: (from, to) => slope * (to - from),
  };
}
