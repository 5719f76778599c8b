import type { BgNbdModel } from "../../engines/customer-value/bg-nbd-likelihood";
import { forecastHistories } from "../../engines/customer-value/forecast-histories";
import { expectedSpend, type GammaGammaModel } from "../../engines/customer-value/gamma-gamma";
import type { HoldoutError } from "./customer-value-model";
import type { LaterPurchases } from "./history.store";

/** Forecasts the days after the observed ones, undiscounted, and sets what came against it. */
export function holdoutError(
  purchases: BgNbdModel<"DAY">,
  spend: GammaGammaModel,
  later: LaterPurchases,
  { from, days }: { readonly from: string; readonly days: number },
): HoldoutError {
  const forecasts = forecastHistories(purchases, later, { horizon: days, period: days, rate: 0 });
  let [people, expectedPurchases, actualPurchases, absolute, expectedWorth, actualWorth] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < later.people.length; row++) {
    const count = later.people[row]!;
    const expected = forecasts.purchases[row]!;
    people += count;
    expectedPurchases += count * expected;
    actualPurchases += count * later.later[row]!;
    absolute += count * Math.abs(expected - later.later[row]!);
    // A mean spend is linear in the total, so that of a group is that of its mean total.
    expectedWorth += count * expected * expectedSpend(spend, later.spends[row]!, later.total[row]! / count);
    actualWorth += later.laterPaid[row]!;
  }
  return {
    ...{ from, days, people, expectedPurchases, actualPurchases, expectedWorth, actualWorth },
    meanAbsoluteError: absolute / people,
  };
}
