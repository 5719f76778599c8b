import { Decimal } from "decimal.js";
import { type ResponseCurve, stretchCurve, toConcaveCurve } from "../../engines/allocation/response-curve";
import type { StoredCurve } from "../response-curves";
import type { GivenCurve } from "./budget-plan";

export interface CurveTerms {
  readonly minorPerMajor: number;
  readonly curves: ReadonlyMap<string, StoredCurve>;
}

/** A given curve in the engine's minor units: amounts go in times 10^exponent. */
export function toEngineCurve(curve: GivenCurve, { minorPerMajor, curves }: CurveTerms): ResponseCurve {
  const minor = (major: string): number => new Decimal(major).mul(minorPerMajor).toNumber();
  switch (curve.form) {
    case "LOG":
      return { form: "LOG", a: Number(curve.a), b: minor(curve.b) };
    case "MICHAELIS_MENTEN":
      return { form: "MICHAELIS_MENTEN", vmax: Number(curve.maximum), km: minor(curve.halfSaturation) };
    case "HILL":
      return {
        form: "HILL",
        vmax: Number(curve.maximum),
        km: minor(curve.halfSaturation),
        slope: Number(curve.slope),
      };
    case "STORED":
      return stretchCurve(curves.get(curve.responseCurveId)!.curve, curve.periods, minorPerMajor);
  }
}

/** 95 % of what the draws of a stored curve expect of an amount in minor units; null where it has none. */
export function intervalOf(
  curve: GivenCurve,
  amount: bigint,
  { minorPerMajor, curves }: CurveTerms,
): { readonly low: number; readonly high: number } | null {
  const draws = curve.form === "STORED" ? curves.get(curve.responseCurveId)!.draws : [];
  if (draws.length === 0 || curve.form !== "STORED") return null;
  const expected = draws
    .map((draw) => toConcaveCurve(stretchCurve(draw, curve.periods, minorPerMajor)).response(Number(amount)))
    .sort((a, b) => a - b);
  const at = (share: number): number => expected[Math.round(share * (expected.length - 1))]!;
  return { low: at(0.025), high: at(0.975) };
}
