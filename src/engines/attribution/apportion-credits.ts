import { apportion } from "../numeric/apportion";
import { type Credit, MILLIONTHS } from "./credit";
import type { JourneyTotals } from "./journey";

interface CreditWeights {
  readonly channels: readonly string[];
  readonly totals: JourneyTotals;
  readonly conversionWeights: readonly bigint[] | readonly number[];
  readonly valueWeights: readonly bigint[] | readonly number[];
}

/**
 * Fixed-point credits in proportion to weights, each total apportioned once over the channels of the finest dimension. Equal
 * remainders go to the channel first in order, so a rename can move a millionth between two channels of equal merit.
 */
export function apportionCredits({ channels, totals, conversionWeights, valueWeights }: CreditWeights): Credit[] {
  const conversions = apportion(totals.conversions * MILLIONTHS, conversionWeights);
  const values = apportion(totals.value, valueWeights);
  return channels.map((key, index) => ({ key, conversionMillionths: conversions[index]!, value: values[index]! }));
}
