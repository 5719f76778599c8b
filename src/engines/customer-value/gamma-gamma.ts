import { InvalidInputError } from "../numeric/invalid-input";
import { digamma, lnGamma } from "../numeric/ln-gamma";
import { inverseOf, minimise } from "../numeric/minimise";
import type { Fitted } from "./bg-nbd-fit";
import { distinctColumn } from "./distinct-column";

/**
 * The gamma-gamma model of spend (Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value"): a purchase of somebody is worth
 * gamma(p, nu), and nu is gamma(q, v) over people. v is in the unit of money; p, q and v are above 0. It takes spend to tell nothing of
 * how often somebody buys, so the correlation of the two belongs beside it.
 */
export interface GammaGammaModel {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

/** Distinct spends: over so many purchases, together worth so much; of people with at least one repeat purchase of a known worth. */
export interface SpendCounts {
  readonly purchases: ArrayLike<number>;
  readonly total: ArrayLike<number>;
  readonly people: ArrayLike<number>;
}

export interface GammaGammaFit {
  readonly model: GammaGammaModel;
  readonly standardErrors: Readonly<Record<"p" | "q" | "v", number>>;
  readonly logLikelihood: number;
  readonly people: number;
  readonly iterations: number;
}

const TOLERANCE = 1e-7;

/** Log-likelihood and its gradient by p, q and v. Equation (1a) of the note; logarithms of spends are worked out once. */
export function gammaGammaLogLikelihood({
  purchases,
  total,
  people,
}: SpendCounts): (model: GammaGammaModel) => { readonly value: number; readonly gradient: readonly number[] } {
  const byCount = distinctColumn(purchases);
  const peopleOf = new Float64Array(byCount.values.length);
  const lnTotalOf = new Float64Array(byCount.values.length);
  let lnMeans = 0;
  for (let row = 0; row < people.length; row++) {
    assertSpend(purchases[row]!, total[row]!);
    const place = byCount.place[row]!;
    peopleOf[place]! += people[row]!;
    lnTotalOf[place]! += people[row]! * Math.log(total[row]!);
    lnMeans += people[row]! * Math.log(total[row]! / purchases[row]!);
  }
  return ({ p, q, v }) => {
    const lnSum = new Float64Array(byCount.values.length);
    const inverse = new Float64Array(byCount.values.length);
    for (let row = 0; row < people.length; row++) {
      const place = byCount.place[row]!;
      lnSum[place]! += people[row]! * Math.log(v + total[row]!);
      inverse[place]! += people[row]! / (v + total[row]!);
    }
    let value = -lnMeans;
    let [dp, dq, dv] = [0, 0, 0];
    for (const [place, x] of byCount.values.entries()) {
      const n = peopleOf[place]!;
      const shape = p * x + q;
      value += n * (lnGamma(shape) - lnGamma(p * x) - lnGamma(q) + q * Math.log(v));
      value += p * x * lnTotalOf[place]! - shape * lnSum[place]!;
      dp += x * (n * (digamma(shape) - digamma(p * x)) + lnTotalOf[place]! - lnSum[place]!);
      dq += n * (digamma(shape) - digamma(q) + Math.log(v)) - lnSum[place]!;
      dv += (n * q) / v - shape * inverse[place]!;
    }
    return { value, gradient: [dp, dq, dv] };
  };
}

/** Maximum likelihood. NO_FINITE_MEAN: q is at most 1, so that the mean spend of people has no end and no forecast has a value. */
export function fitGammaGamma(counts: SpendCounts): Fitted<GammaGammaFit> {
  let people = 0;
  let means = 0;
  for (let row = 0; row < counts.people.length; row++) {
    people += counts.people[row]!;
    means += (counts.people[row]! * counts.total[row]!) / counts.purchases[row]!;
  }
  if (people === 0) return { isFitted: false, reason: "NO_REPEAT_PURCHASES" };
  const likelihood = gammaGammaLogLikelihood(counts);
  const scale = means / people;
  const modelAt = ([p, q, v]: readonly number[]): GammaGammaModel => ({
    ...{ p: Math.exp(p!), q: Math.exp(q!), v: scale * Math.exp(v!) },
  });
  const minimum = minimise(
    (point) => {
      if (point.some((logarithm) => Math.abs(logarithm) > 12))
        return { value: Number.POSITIVE_INFINITY, gradient: [0, 0, 0] };
      const model = modelAt(point);
      const { value, gradient } = likelihood(model);
      const parameters = [model.p, model.q, model.v];
      return {
        value: -value / people,
        gradient: gradient.map((slope, index) => (-slope * parameters[index]!) / people),
      };
    },
    [Math.log(2), Math.log(3), 0],
    { tolerance: TOLERANCE },
  );
  const covariance = inverseOf(minimum.hessian);
  if (!minimum.isConverged || covariance === null) return { isFitted: false, reason: "NOT_IDENTIFIED" };
  const model = modelAt(minimum.point);
  if (model.q <= 1) return { isFitted: false, reason: "NO_FINITE_MEAN" };
  const error = (index: number, parameter: number): number =>
    parameter * Math.sqrt(covariance[index]![index]! / people);
  return {
    isFitted: true,
    model,
    standardErrors: { p: error(0, model.p), q: error(1, model.q), v: error(2, model.v) },
    logLikelihood: -minimum.value * people,
    people,
    iterations: minimum.iterations,
  };
}

/** Mean worth of a purchase to expect of somebody. Equation (5) of the note; of nobody in particular with no purchases. Needs q > 1. */
export function expectedSpend({ p, q, v }: GammaGammaModel, purchases: number, total: number): number {
  if (!(q > 1)) throw new InvalidInputError(`A mean spend needs q above 1, but got ${q}; it has no finite mean.`);
  return (p * (v + total)) / (p * purchases + q - 1);
}

function assertSpend(purchases: number, total: number): void {
  if (Number.isSafeInteger(purchases) && purchases > 0 && total > 0 && Number.isFinite(total)) return;
  throw new InvalidInputError(
    `Spend must be of at least one purchase and above 0, but got ${total} over ${purchases}; leave out who repeated nothing of a known worth.`,
  );
}
