import type { ConcaveCurve } from "./concave-curve";

/** a ln(1 + x / b): b is the amount at which the marginal return has fallen to half of what it is at 0. */
export function logCurve(a: number, b: number): ConcaveCurve {
  return {
    response: (x) => a * Math.log1p(x / b),
    marginalReturn: (x) => a / (b + x),
    curvature: (x) => -a / (b + x) ** 2,
    gain: (from, to) => a * Math.log1p((to - from) / (b + from)),
  };
}
