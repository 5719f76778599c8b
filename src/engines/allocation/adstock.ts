import { InvalidInputError } from "../numeric/invalid-input";

/**
 * How the effect of money spent in one period carries over to later ones.
 *
 * GEOMETRIC:   each period keeps `decay` of the effect before (0 to below 1).
 * WEIBULL_CDF: what is left after a period is a Weibull survival probability, multiplied up; `scale` is a share of the window.
 * WEIBULL_PDF: weights follow a Weibull density stretched to 0 to 1, so that the effect may come late.
 * BINOMIAL:    weights (1 - lag / window)^(1 / alpha - 1), which reach 0 at the window's end.
 *
 * Weibull: Facebook Experimental, Robyn 3, "adstock"; binomial: Google Meridian, "adstock decay functions".
 */
export type Adstock =
  | { readonly form: "NONE" }
  | { readonly form: "GEOMETRIC"; readonly decay: number }
  | { readonly form: "WEIBULL_CDF" | "WEIBULL_PDF"; readonly shape: number; readonly scale: number }
  | { readonly form: "BINOMIAL"; readonly alpha: number };

/** Weights by lag, the same period first, over `window` periods. Not normalised: the first is 1, but for a late density. */
export function adstockWeights(adstock: Adstock, window: number): number[] {
  if (!Number.isSafeInteger(window) || window < 1)
    throw new InvalidInputError(
      `A window must be a whole number of periods from 1, but got ${window}; pass 1 for no carry-over.`,
    );
  const lags = Array.from({ length: window }, (_, lag) => lag);
  switch (adstock.form) {
    case "NONE":
      return lags.map((lag) => (lag === 0 ? 1 : 0));
    case "GEOMETRIC":
      assertShare("decay", adstock.decay);
      return lags.map((lag) => adstock.decay ** lag);
    case "BINOMIAL":
      assertShare("alpha", adstock.alpha);
      return lags.map((lag) =>
        lag === 0 ? 1 : adstock.alpha === 0 ? 0 : (1 - lag / window) ** (1 / adstock.alpha - 1),
      );
    case "WEIBULL_CDF":
      return survivalWeights(adstock.shape, scaleInPeriods(adstock.scale, window), lags);
    case "WEIBULL_PDF":
      return densityWeights(adstock.shape, scaleInPeriods(adstock.scale, window), lags);
  }
}

/** Sum over lags of weight times what was spent that many periods before; nothing is known of the time before the first. */
export function carryOver(series: readonly number[], weights: readonly number[]): number[] {
  return series.map((_, period) => {
    let carried = 0;
    for (let lag = 0; lag < weights.length && lag <= period; lag++) carried += weights[lag]! * series[period - lag]!;
    return carried;
  });
}

/** Weights that sum to 1: spending the same in every period is carried over as itself. */
export function normalisedWeights(adstock: Adstock, window: number): number[] {
  const weights = adstockWeights(adstock, window);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** What a geometric carry-over has left that is not worth another period. */
const NEGLIGIBLE = 1e-3;

/** Periods until less than a thousandth is left, the same one included. */
export const geometricPeriods = (decay: number): number =>
  decay <= 0 ? 1 : 1 + Math.ceil(Math.log(NEGLIGIBLE) / Math.log(decay));

/** The quantile (type 7 of Hyndman & Fan 1996) of the periods 1 to window at a share, to whole periods. */
function scaleInPeriods(share: number, window: number): number {
  assertShare("scale", share);
  return Math.round(1 + (window - 1) * share);
}

function survivalWeights(shape: number, scale: number, lags: readonly number[]): number[] {
  assertShape(shape);
  let left = 1;
  return lags.map((lag) => {
    left *= Math.exp(-((lag / scale) ** shape));
    return left;
  });
}

function densityWeights(shape: number, scale: number, lags: readonly number[]): number[] {
  assertShape(shape);
  const densities = lags.map((lag) => {
    const time = (lag + 1) / scale;
    return time ** (shape - 1) * Math.exp(-(time ** shape));
  });
  const [least, most] = [Math.min(...densities), Math.max(...densities)];
  return densities.map((density) => (most === least ? 1 : (density - least) / (most - least)));
}

function assertShare(name: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new InvalidInputError(`${name} must lie between 0 and 1, but got ${value}; correct the parameter.`);
}

function assertShape(shape: number): void {
  if (shape > 0 && Number.isFinite(shape)) return;
  throw new InvalidInputError(`shape must be finite and above 0, but got ${shape}; correct the parameter.`);
}
