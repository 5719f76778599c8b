import type { Adstock } from "./adstock";
import type { ResponseCurve } from "./response-curve";

export type AdstockForm = Adstock["form"];
export type SaturationForm = ResponseCurve["form"];

/** A parameter that is searched for between two values, evenly or, where `isScale`, by its logarithm. */
interface Searched {
  readonly from: number;
  readonly to: number;
  readonly isScale?: true;
}

const ADSTOCK: Readonly<Record<AdstockForm, readonly Searched[]>> = {
  NONE: [],
  GEOMETRIC: [{ from: 0, to: 0.95 }],
  BINOMIAL: [{ from: 0, to: 0.95 }],
  WEIBULL_CDF: [
    { from: 0.1, to: 10, isScale: true },
    { from: 0, to: 1 },
  ],
  WEIBULL_PDF: [
    { from: 0.1, to: 10, isScale: true },
    { from: 0, to: 1 },
  ],
};

/** The half-saturation as a multiple of the largest carried-over amount of a period: beyond it data show a line, not a curve. */
const SATURATION_AMOUNT: Searched = { from: 0.02, to: 10, isScale: true };
const SLOPE: Searched = { from: 0.5, to: 4, isScale: true };

/** What is searched for, each place of a point from 0 to 1. */
export function searchedOf(adstock: AdstockForm, saturation: SaturationForm): readonly Searched[] {
  return [...ADSTOCK[adstock], SATURATION_AMOUNT, ...(saturation === "HILL" ? [SLOPE] : [])];
}

export interface Shape {
  readonly adstock: Adstock;
  /** As a multiple of the largest carried-over amount. */
  readonly saturationAmount: number;
  readonly slope: number;
}

export function shapeAt(adstock: AdstockForm, saturation: SaturationForm, point: readonly number[]): Shape {
  const values = searchedOf(adstock, saturation).map(({ from, to, isScale }, index) =>
    isScale ? from * (to / from) ** point[index]! : from + (to - from) * point[index]!,
  );
  const carried = ADSTOCK[adstock].length;
  return {
    adstock: adstockOf(adstock, values),
    saturationAmount: values[carried]!,
    slope: values[carried + 1] ?? 1,
  };
}

/** Where the amount at which a line saturates stands in a point. */
export const saturationPlace = (adstock: AdstockForm): number => ADSTOCK[adstock].length;

function adstockOf(form: AdstockForm, [first, second]: readonly number[]): Adstock {
  switch (form) {
    case "NONE":
      return { form };
    case "GEOMETRIC":
      return { form, decay: first! };
    case "BINOMIAL":
      return { form, alpha: first! };
    case "WEIBULL_CDF":
    case "WEIBULL_PDF":
      return { form, shape: first!, scale: second! };
  }
}
