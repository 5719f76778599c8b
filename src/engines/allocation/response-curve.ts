import type { ConcaveCurve } from "./concave-curve";
import { hillCurve } from "./hill-curve";
import { logCurve } from "./log-curve";
import { michaelisMentenCurve } from "./michaelis-menten-curve";

/** A response curve as data; amounts that go in are minor units, so b and km are minor units too. */
export type ResponseCurve =
  | { readonly form: "LOG"; readonly a: number; readonly b: number }
  | { readonly form: "MICHAELIS_MENTEN"; readonly vmax: number; readonly km: number }
  | { readonly form: "HILL"; readonly vmax: number; readonly km: number; readonly slope: number };

export function toConcaveCurve(curve: ResponseCurve): ConcaveCurve {
  switch (curve.form) {
    case "LOG":
      return logCurve(curve.a, curve.b);
    case "MICHAELIS_MENTEN":
      return michaelisMentenCurve(curve.vmax, curve.km);
    case "HILL":
      return hillCurve(curve.vmax, curve.km, curve.slope);
  }
}

export function curveParameters(curve: ResponseCurve): Readonly<Record<string, number>> {
  const { form: _, ...parameters } = curve;
  return parameters;
}

/**
 * The curve of an amount that is spent evenly over periods, from that of one period, in units of which `scale` make one of the
 * curve's own.
 */
export function stretchCurve(curve: ResponseCurve, periods: number, scale: number): ResponseCurve {
  return curve.form === "LOG"
    ? { form: "LOG", a: curve.a * periods, b: curve.b * periods * scale }
    : { ...curve, vmax: curve.vmax * periods, km: curve.km * periods * scale };
}

/** Each further unit brings less than the one before. */
export const isConcave = (curve: ResponseCurve): boolean => curve.form !== "HILL" || curve.slope <= 1;
