import type { ConcaveCurve } from "./concave-curve";

/** vmax x / (km + x): vmax is never reached, km is the amount that brings half of it. Michaelis & Menten 1913. */
export function michaelisMentenCurve(vmax: number, km: number): ConcaveCurve {
  return {
    response: (x) => (vmax * x) / (km + x),
    marginalReturn: (x) => (vmax * (km / (km + x))) / (km + x),
    gain: (from, to) => vmax * (km / (km + from)) * ((to - from) / (km + to)),
  };
}
