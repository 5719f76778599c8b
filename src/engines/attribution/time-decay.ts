import { InvalidInputError } from "../numeric/invalid-input";
import { apportionCredits } from "./apportion-credits";
import type { AttributionModel } from "./attribution-model";
import type { Credit } from "./credit";
import { type JourneyTable, totalJourneys } from "./journey-table";

const DAY_SECONDS = 86_400;
/** A share as a whole number: the most that a double holds, so that sums over journeys do not depend on their order. */
const WHOLE_SHARE = 2 ** 53;

/** Credit that halves with every half-life before the conversion: a touch of age t weighs 2^(-t / half-life). */
export function timeDecay(halfLifeDays: number): AttributionModel {
  if (!(halfLifeDays > 0 && Number.isFinite(halfLifeDays))) {
    throw new InvalidInputError(`A half-life must be finite and above 0 days but got ${halfLifeDays}; give one.`);
  }
  return {
    key: "TIME_DECAY",
    isAdditiveAcrossDimensions: true,
    parameters: [`halfLifeDays=${halfLifeDays}`],
    credit: (table) => creditByAge(table, halfLifeDays * DAY_SECONDS),
  };
}

function creditByAge(table: JourneyTable, halfLife: number): Credit[] {
  const { channels, touches, starts, conversions, values, ages } = table;
  if (ages === null) {
    throw new InvalidInputError("Time decay must know the age of every touch but got none; leave the model out.");
  }
  const conversionWeights = channels.map(() => 0n);
  const valueWeights = channels.map(() => 0n);
  let weights = new Float64Array(128);
  for (let journey = 0; journey < conversions.length; journey += 1) {
    if (conversions[journey] === 0) continue;
    const [from, to] = [starts[journey]!, starts[journey + 1]!];
    if (to - from > weights.length) weights = new Float64Array(to - from);
    let sum = 0;
    for (let touch = from; touch < to; touch += 1) {
      // Against the latest touch, so that nothing underflows that matters.
      const weight = 2 ** ((ages[to - 1]! - ages[touch]!) / halfLife);
      weights[touch - from] = weight;
      sum += weight;
    }
    const people = BigInt(conversions[journey]!);
    const value = values[journey]!;
    for (let touch = from; touch < to; touch += 1) {
      const share = BigInt(Math.round((weights[touch - from]! / sum) * WHOLE_SHARE));
      conversionWeights[touches[touch]!]! += share * people;
      if (value !== 0n) valueWeights[touches[touch]!]! += share * value;
    }
  }
  return apportionCredits({ channels, totals: totalJourneys(table), conversionWeights, valueWeights });
}
