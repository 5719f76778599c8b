import type { ConcaveCurve } from "./concave-curve";

/** vmax x / (km + x): vmax is never reached, km is the amount that brings half of it. Michaelis & Menten 1913. */
export function michaelisMentenCurve(vmax: number, km: number): ConcaveCurve {
  return {
    response: (x) => (vmax * x) / (km + x),
    marginalReturn: (x) => (vmax * (km / (km + x))) / (km + x),
    curvature: (x) => (-2 * vmax * (km / (km + x))) / (km + x) ** 2,
    gain: (from, to) => vmax * (km / (km + from)) * ((to - from) / (km + to)),
  };
}
