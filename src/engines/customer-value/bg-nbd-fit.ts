import { inverseOf, type Minimum, minimise } from "../numeric/minimise";
import { type BgNbdModel, bgNbdLogLikelihood } from "./bg-nbd-likelihood";
import type { HistoryCounts, TimeUnit } from "./purchase-history";

/** Why a model says nothing. */
export const fitRefusals = ["NO_REPEAT_PURCHASES", "NOT_IDENTIFIED", "NO_FINITE_MEAN"] as const;
export type FitRefusal = (typeof fitRefusals)[number];

export interface BgNbdFit<Unit extends TimeUnit> {
  readonly model: BgNbdModel<Unit>;
  /** Of r, alpha, a and b, from the second derivatives of the likelihood; null of a and b where chances of stopping cannot be told apart. */
  readonly standardErrors: Readonly<Record<"r" | "alpha", number>> & Readonly<Record<"a" | "b", number | null>>;
  readonly logLikelihood: number;
  readonly people: number;
  readonly iterations: number;
}

export type Fitted<Fit> =
  | ({ readonly isFitted: true } & Fit)
  | { readonly isFitted: false; readonly reason: FitRefusal };

/** Slopes of the mean log-likelihood per person by the logarithms of the parameters, at most this at the maximum. */
const TOLERANCE = 1e-7;
/** One purchase in a million is somebody's last: as good as none within any life. */
const NO_DROPOUT = { a: 1e-6, b: 1 };
/** Of the mean log-likelihood: by less no two fits are told apart. */
const SAME_LIKELIHOOD = 1e-6;

/**
 * Maximum likelihood over the logarithms of the parameters. Histories that nobody repeated in tell nothing of stopping
 * (NO_REPEAT_PURCHASES). Histories that cannot tell how chances of stopping differ leave a and b without an error: where the
 * likelihood is flat along them they are any point of its ridge, and where it only rises as the chance of stopping falls to 0, r and
 * alpha are those of that limit, the negative binomial model, and a and b stand for one purchase in a million. Where r and alpha cannot
 * be told, as when everybody bought equally often, the answer is NOT_IDENTIFIED.
 */
export function fitBgNbd<Unit extends TimeUnit>(counts: HistoryCounts<Unit>): Fitted<BgNbdFit<Unit>> {
  let people = 0;
  let repeats = 0;
  let age = 0;
  for (let row = 0; row < counts.people.length; row++) {
    people += counts.people[row]!;
    repeats += counts.people[row]! * counts.repeatPurchases[row]!;
    age += counts.people[row]! * counts.age[row]!;
  }
  if (repeats === 0) return { isFitted: false, reason: "NO_REPEAT_PURCHASES" };
  const likelihood = bgNbdLogLikelihood(counts);
  const scale = age / people;
  const modelAt = ([r, alpha, a, b]: readonly number[]) => ({
    ...{ r: Math.exp(r!), alpha: scale * Math.exp(alpha!) },
    ...(a === undefined ? NO_DROPOUT : { a: Math.exp(a), b: Math.exp(b!) }),
  });
  const search = (start: readonly number[]): Minimum =>
    minimise(
      (point) => {
        if (!isWithinReach(point)) return { value: Number.POSITIVE_INFINITY, gradient: point.map(() => 0) };
        const model = modelAt(point);
        const { value, gradient } = likelihood(model);
        const parameters = [model.r, model.alpha, model.a, model.b];
        return {
          value: -value / people,
          gradient: point.map((_, index) => (-gradient[index]! * parameters[index]!) / people),
        };
      },
      start,
      { tolerance: TOLERANCE },
    );
  const fitAt = (minimum: Minimum): Fitted<BgNbdFit<Unit>> => {
    const isAtTop = minimum.gradient.every((slope) => Math.abs(slope) <= TOLERANCE);
    const covariance = inverseOf(minimum.hessian);
    const ofRate = covariance ?? inverseOf(minimum.hessian.slice(0, 2).map((row) => row.slice(0, 2)));
    if (!isAtTop || ofRate === null) return { isFitted: false, reason: "NOT_IDENTIFIED" };
    const model = modelAt(minimum.point);
    const error = (index: number, parameter: number): number => parameter * Math.sqrt(ofRate[index]![index]! / people);
    const hasDropout = ofRate.length > 2;
    return {
      isFitted: true,
      model: { unit: counts.unit, ...model },
      standardErrors: {
        ...{ r: error(0, model.r), alpha: error(1, model.alpha) },
        ...{ a: hasDropout ? error(2, model.a) : null, b: hasDropout ? error(3, model.b) : null },
      },
      logLikelihood: -minimum.value * people,
      people,
      iterations: minimum.iterations,
    };
  };
  const whole = search([Math.log(0.5), Math.log(0.2), 0, Math.log(2)]);
  const fit = fitAt(whole);
  if (fit.isFitted) return fit;
  const limit = search([Math.log(0.5), Math.log(0.2)]);
  return limit.value <= whole.value + SAME_LIKELIHOOD ? fitAt(limit) : fit;
}

/** Beyond e^12 on either side a parameter has run away: the likelihood has no maximum there. */
const isWithinReach = (point: readonly number[]): boolean => point.every((logarithm) => Math.abs(logarithm) <= 12);
