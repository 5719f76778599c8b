import type { ConcaveCurve } from "./concave-curve";
import { logCurve } from "./log-curve";
import { michaelisMentenCurve } from "./michaelis-menten-curve";

/** A response curve as data; amounts that go in are minor units, so b and km are minor units too. */
export type ResponseCurve =
  | { readonly form: "LOG"; readonly a: number; readonly b: number }
  | { readonly form: "MICHAELIS_MENTEN"; readonly vmax: number; readonly km: number };

export function toConcaveCurve(curve: ResponseCurve): ConcaveCurve {
  switch (curve.form) {
    case "LOG":
      return logCurve(curve.a, curve.b);
    case "MICHAELIS_MENTEN":
      return michaelisMentenCurve(curve.vmax, curve.km);
  }
}

export function curveParameters(curve: ResponseCurve): Readonly<Record<string, number>> {
  const { form: _, ...parameters } = curve;
  return parameters;
}
