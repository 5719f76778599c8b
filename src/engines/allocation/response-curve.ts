import type { ConcaveCurve } from "./concave-curve";
import { hillCurve, hillInflexion } from "./hill-curve";
import { linearCurve } from "./linear-curve";
import { logCurve } from "./log-curve";
import { michaelisMentenCurve } from "./michaelis-menten-curve";
import { mixedCurve } from "./mixed-curve";

/** A response curve as data; amounts that go in are minor units, so b and km are minor units too. */
export type ResponseCurve =
  | { readonly form: "LOG"; readonly a: number; readonly b: number }
  | { readonly form: "MICHAELIS_MENTEN"; readonly vmax: number; readonly km: number }
  | { readonly form: "HILL"; readonly vmax: number; readonly km: number; readonly slope: number };

/**
 * What a line of an allocation may bring beside a fitted curve. MIX: several curves of the same amount, weighted. LINEAR: the same
 * for every unit, e.g. what a unit is worth that is not spent.
 */
export type LineCurve =
  | ResponseCurve
  | { readonly form: "MIX"; readonly parts: readonly { readonly weight: number; readonly curve: ResponseCurve }[] }
  | { readonly form: "LINEAR"; readonly slope: number };

export function toConcaveCurve(curve: LineCurve): ConcaveCurve {
  switch (curve.form) {
    case "LINEAR":
      return linearCurve(curve.slope);
    case "MIX":
      return mixedCurve(curve.parts.map(({ weight, curve: part }) => ({ weight, curve: toConcaveCurve(part) })));
    case "LOG":
      return logCurve(curve.a, curve.b);
    case "MICHAELIS_MENTEN":
      return michaelisMentenCurve(curve.vmax, curve.km);
    case "HILL":
      return hillCurve(curve.vmax, curve.km, curve.slope);
  }
}

export function curveParameters(curve: LineCurve): Readonly<Record<string, number>> {
  if (curve.form === "MIX")
    return Object.fromEntries(
      curve.parts.flatMap(({ weight, curve: part }, index) => [
        [`parts.${index}.weight`, weight],
        ...Object.entries(curveParameters(part)).map(([name, value]) => [`parts.${index}.${name}`, value] as const),
      ]),
    );
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

/** From where on each further unit brings less than the one before; 0: everywhere. */
export function lastInflexion(curve: LineCurve): number {
  if (curve.form === "MIX") return Math.max(...curve.parts.map((part) => lastInflexion(part.curve)));
  return curve.form === "HILL" ? hillInflexion(curve.km, curve.slope) : 0;
}

/** Each further unit brings less than the one before. */
export const isConcave = (curve: LineCurve): boolean =>
  curve.form === "MIX" ? curve.parts.every((part) => isConcave(part.curve)) : curve.form !== "HILL" || curve.slope <= 1;
