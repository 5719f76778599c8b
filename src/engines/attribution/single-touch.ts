import { type Credit, MILLIONTHS } from "./credit";
import { channelsOf, type Journey, totalJourneys } from "./journey";

/** Gives each journey whole to the one touch that a rule picks. Only sums of integers, so nothing is rounded. */
export function creditSingleTouch(
  journeys: readonly Journey[],
  pick: (touches: readonly string[]) => string | undefined,
): Credit[] {
  totalJourneys(journeys);
  const conversions = new Map<string, bigint>();
  const values = new Map<string, bigint>();
  for (const journey of journeys) {
    const channel = pick(journey.touches)!;
    conversions.set(channel, (conversions.get(channel) ?? 0n) + journey.conversions);
    values.set(channel, (values.get(channel) ?? 0n) + journey.value);
  }
  return channelsOf(journeys).map((key) => ({
    key,
    conversionMillionths: (conversions.get(key) ?? 0n) * MILLIONTHS,
    value: values.get(key) ?? 0n,
  }));
}
