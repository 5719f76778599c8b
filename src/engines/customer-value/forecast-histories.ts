import { probabilityAlive, purchasesWhileAlive } from "./bg-nbd-forecast";
import type { BgNbdModel } from "./bg-nbd-likelihood";
import { type Discounting, discounted } from "./discounted";
import type { HistoryCounts, TimeUnit } from "./purchase-history";

export interface HistoryForecasts {
  /** Discounted repeat purchases to expect, a row a history. */
  readonly purchases: Float64Array;
  readonly alive: Float64Array;
}

/**
 * Forecasts distinct histories. What somebody buys while alive depends on x and T alone, so the long part is worked out once for each
 * pair; only the chance of being alive asks for t_x.
 */
export function forecastHistories<Unit extends TimeUnit>(
  model: BgNbdModel<Unit>,
  histories: Omit<HistoryCounts<Unit>, "people">,
  discounting: Discounting,
): HistoryForecasts {
  const { unit, repeatPurchases, lastPurchase, age } = histories;
  const purchases = new Float64Array(age.length);
  const alive = new Float64Array(age.length);
  const known = new Map<number, Map<number, number>>();
  for (let row = 0; row < age.length; row++) {
    const history = {
      ...{ unit, repeatPurchases: repeatPurchases[row]!, lastPurchase: lastPurchase[row]!, age: age[row]! },
    };
    const byAge = known.get(history.repeatPurchases) ?? new Map<number, number>();
    known.set(history.repeatPurchases, byAge);
    let whileAlive = byAge.get(history.age);
    if (whileAlive === undefined) {
      whileAlive = discounted((length) => purchasesWhileAlive(model, history, { unit, length }), discounting);
      byAge.set(history.age, whileAlive);
    }
    alive[row] = probabilityAlive(model, history);
    purchases[row] = alive[row]! * whileAlive;
  }
  return { purchases, alive };
}
