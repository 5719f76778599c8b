import { Decimal } from "decimal.js";
import { normalisedWeights } from "../../engines/allocation/adstock";
import { type LineCurve, type ResponseCurve, stretchCurve } from "../../engines/allocation/response-curve";
import type { StoredCurve } from "../response-curves";
import type { GivenCurve, SingleCurve } from "./budget-plan";

export interface CurveTerms {
  readonly minorPerMajor: number;
  readonly curves: ReadonlyMap<string, StoredCurve>;
  /** With a calendar a curve is of one of its periods. */
  readonly hasCalendar: boolean;
}

/** A given curve in the engine's minor units: amounts go in times 10^exponent. */
export function toEngineCurve(curve: GivenCurve, terms: CurveTerms): LineCurve {
  if (curve.form !== "MIX") return toResponseCurve(curve, terms);
  const parts = curve.parts.map((part) => ({
    weight: Number(part.weight),
    curve: toResponseCurve(part.curve, terms),
  }));
  return { form: "MIX", parts };
}

export function toResponseCurve(curve: SingleCurve, { minorPerMajor, curves, hasCalendar }: CurveTerms): ResponseCurve {
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
      return stretchCurve(curves.get(curve.responseCurveId)!.curve, hasCalendar ? 1 : curve.periods, minorPerMajor);
  }
}

/** How what is spent in a period works on in later ones, the same one first; they sum to 1. */
export function carryOverOf(curve: GivenCurve, curves: ReadonlyMap<string, StoredCurve>): readonly number[] {
  const single = curve.form === "MIX" ? curve.parts[0]!.curve : curve;
  const stored = single.form === "STORED" ? curves.get(single.responseCurveId) : undefined;
  if (!stored || stored.adstock.form === "NONE") return [1];
  return normalisedWeights(stored.adstock, stored.carryOverPeriods!);
}

/** 95 % of what the draws of a stored curve expect by `told`; null where it has none. */
export function intervalOf(
  curve: SingleCurve,
  told: (drawn: ResponseCurve) => number,
  { minorPerMajor, curves, hasCalendar }: CurveTerms,
): { readonly low: number; readonly high: number } | null {
  const draws = curve.form === "STORED" ? curves.get(curve.responseCurveId)!.draws : [];
  if (draws.length === 0 || curve.form !== "STORED") return null;
  const expected = draws
    .map((draw) => told(stretchCurve(draw, hasCalendar ? 1 : curve.periods, minorPerMajor)))
    .sort((a, b) => a - b);
  const at = (share: number): number => expected[Math.round(share * (expected.length - 1))]!;
  return { low: at(0.025), high: at(0.975) };
}
