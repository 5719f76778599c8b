import { InvalidInputError } from "../numeric/invalid-input";
import { digamma, lnBeta, lnGamma } from "../numeric/ln-gamma";
import { distinctColumn } from "./distinct-column";
import { assertHistory, type HistoryCounts, type TimeUnit } from "./purchase-history";

/**
 * The beta-geometric / negative binomial model of Fader, Hardie & Lee 2005 ("Counting your customers the easy way", Marketing
 * Science 24): while alive somebody buys at a gamma(r, alpha) rate, and after each purchase stops for ever with a beta(a, b) chance.
 * alpha is in the unit; the others have none. All are above 0.
 */
export interface BgNbdModel<Unit extends TimeUnit> {
  readonly unit: Unit;
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

export interface LogLikelihood {
  readonly value: number;
  /** By r, alpha, a and b. */
  readonly gradient: readonly [number, number, number, number];
}

/**
 * Log-likelihood of distinct histories, a function of the parameters. Section 7 of the paper, in the form that neither overflows nor
 * cancels (Hardie's note 027, solution 2). Each call costs an exponential and a logarithm per distinct history, and gamma functions per
 * distinct x only.
 */
export function bgNbdLogLikelihood<Unit extends TimeUnit>(
  counts: HistoryCounts<Unit>,
): (model: Omit<BgNbdModel<Unit>, "unit">) => LogLikelihood {
  const { people, repeatPurchases, lastPurchase, age } = counts;
  for (let row = 0; row < people.length; row++) assertHistory(repeatPurchases[row]!, lastPurchase[row]!, age[row]!);
  const byX = distinctColumn(repeatPurchases);
  const byLast = distinctColumn(lastPurchase);
  const byAge = distinctColumn(age);
  const peopleOfX = new Float64Array(byX.values.length);
  for (let row = 0; row < people.length; row++) peopleOfX[byX.place[row]!]! += people[row]!;

  return (model) => {
    assertModel(model);
    const { r, alpha, a, b } = model;
    const lnLast = Float64Array.from(byLast.values, (t) => Math.log(alpha + t));
    const lnAge = Float64Array.from(byAge.values, (t) => Math.log(alpha + t));
    const lnDrop = Float64Array.from(byX.values, (x) => (x === 0 ? 0 : Math.log(a / (b + x - 1))));
    let value = 0;
    let [dr, dAlpha, da, db] = [0, 0, 0, 0];
    const common = lnBeta(a, b);
    const psiSum = digamma(a + b);
    for (const [place, x] of byX.values.entries()) {
      const n = peopleOfX[place]!;
      value += n * (lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha) + lnBeta(a, b + x) - common);
      dr += n * (digamma(r + x) - digamma(r) + Math.log(alpha));
      dAlpha += (n * r) / alpha;
      da += n * (psiSum - digamma(a + b + x));
      db += n * (psiSum - digamma(b) + digamma(b + x) - digamma(a + b + x));
    }
    for (let row = 0; row < people.length; row++) {
      const n = people[row]!;
      const x = repeatPurchases[row]!;
      const T = age[row]!;
      const atAge = lnAge[byAge.place[row]!]!;
      value -= n * (r + x) * atAge;
      dr -= n * atAge;
      dAlpha -= (n * (r + x)) / (alpha + T);
      if (x === 0) continue;
      const t = lastPurchase[row]!;
      const atLast = lnLast[byLast.place[row]!]!;
      // Odds of having stopped after the last purchase, as a logarithm.
      const odds = lnDrop[byX.place[row]!]! + (r + x) * (atAge - atLast);
      const small = Math.exp(-Math.abs(odds));
      value += n * (Math.max(odds, 0) + Math.log1p(small));
      const stopped = n * (odds > 0 ? 1 / (1 + small) : small / (1 + small));
      dr += stopped * (atAge - atLast);
      dAlpha += stopped * (r + x) * (1 / (alpha + T) - 1 / (alpha + t));
      da += stopped / a;
      db -= stopped / (b + x - 1);
    }
    return { value, gradient: [dr, dAlpha, da, db] };
  };
}

export function assertModel({ r, alpha, a, b }: Omit<BgNbdModel<TimeUnit>, "unit">): void {
  if ([r, alpha, a, b].every((parameter) => parameter > 0 && Number.isFinite(parameter))) return;
  throw new InvalidInputError(
    `A BG/NBD model must have finite parameters above 0, but got r ${r}, alpha ${alpha}, a ${a}, b ${b}; fit it first.`,
  );
}
