import type { ConcaveCurve } from "./concave-curve";

/**
 * vmax x^slope / (km^slope + x^slope): Hill 1910. Up to slope 1, where it is Michaelis and Menten's, it is concave; above, it bends
 * upwards first, so that little money brings little (S-shape).
 */
export function hillCurve(vmax: number, km: number, slope: number): ConcaveCurve {
  const share = (x: number): number => hillSaturation(x, km, slope);
  const rest = (x: number): number => 1 / (1 + (x / km) ** slope);
  const marginalReturn = (x: number): number => {
    if (x === 0) return slope < 1 ? Number.POSITIVE_INFINITY : slope === 1 ? vmax / km : 0;
    return (vmax * slope * share(x) * rest(x)) / x;
  };
  return {
    response: (x) => vmax * share(x),
    marginalReturn,
    curvature: (x) => (marginalReturn(x) * (slope * (rest(x) - share(x)) - 1)) / x,
    gain: (from, to) => {
      const rise = Math.expm1(slope * Math.log1p((to - from) / from));
      return Number.isFinite(rise) ? vmax * share(from) * rest(to) * rise : vmax * (share(to) - share(from));
    },
  };
}

/** Share of the most that a line can bring, from 0 to below 1. */
export function hillSaturation(x: number, km: number, slope: number): number {
  return x === 0 ? 0 : 1 / (1 + (km / x) ** slope);
}

/** Where the curve stops bending upwards: 0 for a concave one. */
export function hillInflexion(km: number, slope: number): number {
  return slope <= 1 ? 0 : km * ((slope - 1) / (slope + 1)) ** (1 / slope);
}
