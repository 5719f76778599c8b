import { InvalidInputError } from "../numeric/invalid-input";
import { lnBeta, lnGamma } from "../numeric/ln-gamma";
import { lnHypergeometric } from "../numeric/ln-hypergeometric";
import { assertModel, type BgNbdModel } from "./bg-nbd-likelihood";
import { assertHistory, type PurchaseHistory, type Span, type TimeUnit } from "./purchase-history";

/** The chance that somebody with this history still buys; 1 without a repeat purchase, as only after one can somebody stop. */
export function probabilityAlive<Unit extends TimeUnit>(
  model: BgNbdModel<Unit>,
  history: PurchaseHistory<Unit>,
): number {
  assertModel(model);
  const { r, alpha, a, b } = model;
  const { repeatPurchases: x, lastPurchase, age } = history;
  assertHistory(x, lastPurchase, age);
  if (x === 0) return 1;
  // (a / (b + x - 1)) ((alpha + T) / (alpha + t_x))^(r + x): Fader, Hardie & Lee 2008, "Computing P(alive) using the BG/NBD model".
  const odds = Math.log(a / (b + x - 1)) + (r + x) * (Math.log(alpha + age) - Math.log(alpha + lastPurchase));
  return 1 / (1 + Math.exp(odds));
}

/** Repeat purchases to expect of somebody with this history in the time ahead. Equation (10) of the paper. */
export const expectedPurchases = <Unit extends TimeUnit>(
  model: BgNbdModel<Unit>,
  history: PurchaseHistory<Unit>,
  ahead: Span<Unit>,
): number => probabilityAlive(model, history) * purchasesWhileAlive(model, history, ahead);

/** Repeat purchases to expect of a new customer. Equation (9) of the paper: the history of somebody who has just bought. */
export const expectedPurchasesOfNew = <Unit extends TimeUnit>(model: BgNbdModel<Unit>, ahead: Span<Unit>): number =>
  purchasesWhileAlive(model, { unit: model.unit, repeatPurchases: 0, age: 0 }, ahead);

/** Below this distance from 1 the closed form divides by nearly nothing; it is smooth, so two sides of it are averaged. */
const NEAR_ONE = 1e-5;

/**
 * The same of somebody who still buys. It depends on x and T alone, so that a million people ask for it a few thousand times.
 * c F(r + x, b + x; c; z) is summed as c + (r + x)(b + x) z 3F2(r + x + 1, b + x + 1, 1; c + 1, 2; z) with c = a + b + x - 1, whose
 * terms are above 0 also where c is not.
 */
export function purchasesWhileAlive<Unit extends TimeUnit>(
  model: BgNbdModel<Unit>,
  { repeatPurchases: x, age }: Pick<PurchaseHistory<Unit>, "unit" | "repeatPurchases" | "age">,
  { length }: Span<Unit>,
): number {
  assertModel(model);
  assertLength(length);
  if (length === 0) return 0;
  const { r, alpha, a, b } = model;
  if (Math.abs(a - 1) < NEAR_ONE) {
    const sides = [a - 2 * NEAR_ONE, a + 2 * NEAR_ONE].map((side) => ({ ...model, a: side }));
    const [below, above] = sides.map((side) =>
      purchasesWhileAlive(side, { unit: model.unit, repeatPurchases: x, age }, { unit: model.unit, length }),
    );
    return (below! + above!) / 2;
  }
  const c = a + b + x - 1;
  const z = length / (alpha + age + length);
  const lnStay = (r + x) * (Math.log(alpha + age) - Math.log(alpha + age + length));
  const lnSeries = lnHypergeometric([r + x + 1, b + x + 1, 1], [c + 1, 2], z);
  return (-c * Math.expm1(lnStay) - Math.exp(lnStay + Math.log((r + x) * (b + x) * z) + lnSeries)) / (a - 1);
}

/** The chance that a new customer makes exactly so many repeat purchases in the time ahead. Equation (8) of the paper. */
export function probabilityOfPurchases<Unit extends TimeUnit>(
  model: BgNbdModel<Unit>,
  purchases: number,
  { length }: Span<Unit>,
): number {
  assertModel(model);
  assertLength(length);
  if (!Number.isSafeInteger(purchases) || purchases < 0)
    throw new InvalidInputError(`Purchases must be a whole number of at least 0, but got ${purchases}; count them.`);
  if (length === 0) return purchases === 0 ? 1 : 0;
  const { r, alpha, a, b } = model;
  const z = length / (alpha + length);
  const lnNegativeBinomial =
    lnGamma(r + purchases) - lnGamma(r) - lnGamma(purchases + 1) + r * Math.log1p(-z) + purchases * Math.log(z);
  const stayed = Math.exp(lnBeta(a, b + purchases) - lnBeta(a, b) + lnNegativeBinomial);
  if (purchases === 0) return stayed;
  // The chance of at least so many is the upper end of a negative binomial, summed from there on instead of from 0.
  const lnAtLeast = lnNegativeBinomial + lnHypergeometric([r + purchases, 1], [purchases + 1], z);
  return stayed + Math.exp(lnBeta(a + 1, b + purchases - 1) - lnBeta(a, b) + lnAtLeast);
}

function assertLength(length: number): void {
  if (length >= 0 && Number.isFinite(length)) return;
  throw new InvalidInputError(`The time ahead must be finite and at least 0, but got ${length}; pass a length.`);
}
