import { InvalidInputError } from "../numeric/invalid-input";
import { apportionCredits } from "./apportion-credits";
import type { AttributionModel } from "./attribution-model";
import type { Credit } from "./credit";
import { type JourneyTable, totalJourneys } from "./journey-table";
import { forEachConverted, ShareSums } from "./share-sums";

/** Weights are given in ten-thousandths, so that they are exact. */
export const POSITION_UNIT = 10_000;

export interface PositionWeights {
  /** Of the first touch and of the last, 0 to 1 with at most four decimals, at most 1 together; the rest is shared by those between. */
  readonly first: number;
  readonly last: number;
}

/** The U shape: 40 % to the first touch, 40 % to the last, 20 % shared by those between. */
export const U_SHAPE: PositionWeights = { first: 0.4, last: 0.4 };

/**
 * Credit by place in the journey. With two touches the first and the last share all in proportion to their weights, half each
 * where both are 0; with one it has all.
 */
export function positionBased(weights: PositionWeights): AttributionModel {
  const first = toUnits("first", weights.first);
  const last = toUnits("last", weights.last);
  if (first + last > POSITION_UNIT) {
    throw new InvalidInputError(
      `The weights of the first and the last touch must be at most 1 together but got ${weights.first} and ${weights.last}; lower one.`,
    );
  }
  return {
    key: "POSITION_BASED",
    isAdditiveAcrossDimensions: true,
    parameters: [`first=${weights.first}`, `last=${weights.last}`],
    credit: (table) => creditByPosition(table, first, last),
  };
}

function creditByPosition(table: JourneyTable, first: number, last: number): Credit[] {
  const { channels, touches } = table;
  const shares = new ShareSums(channels.length);
  const share = (numerator: number, denominator: number) => shares.of(BigInt(numerator), BigInt(denominator));
  forEachConverted(table, (_, from, to, conversions, high, low) => {
    const length = to - from;
    const [ofFirst, ofLast, ends] = first + last === 0 && length === 2 ? [1, 1, 2] : [first, last, first + last];
    if (length === 1) {
      share(1, 1).add(touches[from]!, conversions, high, low);
      return;
    }
    const whole = length === 2 ? ends : POSITION_UNIT;
    share(ofFirst, whole).add(touches[from]!, conversions, high, low);
    share(ofLast, whole).add(touches[to - 1]!, conversions, high, low);
    if (length === 2) return;
    const between = share(POSITION_UNIT - first - last, POSITION_UNIT * (length - 2));
    for (let touch = from + 1; touch < to - 1; touch += 1) between.add(touches[touch]!, conversions, high, low);
  });
  return apportionCredits({ channels, totals: totalJourneys(table), ...shares.weights() });
}

function toUnits(name: string, weight: number): number {
  const units = Math.round(weight * POSITION_UNIT);
  if (weight >= 0 && weight <= 1 && Math.abs(units - weight * POSITION_UNIT) < 1e-6) return units;
  throw new InvalidInputError(
    `The weight of the ${name} touch must be 0 to 1 with at most four decimals but got ${weight}; round it.`,
  );
}
