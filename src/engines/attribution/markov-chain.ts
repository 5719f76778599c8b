import { channelsOf, type Journey, totalJourneys } from "./journey";

/** Where a journey can be. Start and ends are kinds of their own, so a channel may bear any name. */
export type MarkovState =
  | { readonly kind: "START" }
  | { readonly kind: "CHANNEL"; readonly channel: string }
  | { readonly kind: "CONVERSION" }
  | { readonly kind: "NULL" };

export interface MarkovTransition {
  readonly from: MarkovState;
  readonly to: MarkovState;
  /** How many times a journey went this way. */
  readonly count: bigint;
  /** The count as a share of all that left `from`. */
  readonly probability: number;
}

/** Absorbing chain of order 1 over the channels, estimated from counted journeys. */
export interface MarkovChain {
  /** In order of their UTF-16 code units. */
  readonly channels: readonly string[];
  /** Conversions as a share of all journeys, 0 without journeys; the chain itself converts with the same probability. */
  readonly baseConversionProbability: number;
  /** Those that occurred: from START, then from each channel in order; to the channels in order, CONVERSION and NULL. */
  readonly transitions: readonly MarkovTransition[];
}

/** Counts are exact integers and states are ordered, so the order of the rows changes no bit of the result. */
export function buildMarkovChain(journeys: readonly Journey[]): MarkovChain {
  const { conversions, nulls } = totalJourneys(journeys);
  const channels = channelsOf(journeys);
  const states: readonly MarkovState[] = [
    ...channels.map((channel): MarkovState => ({ kind: "CHANNEL", channel })),
    { kind: "CONVERSION" },
    { kind: "NULL" },
    { kind: "START" },
  ];
  const counts = countTransitions(journeys, channels);
  const origins = [states.length - 1, ...channels.keys()];
  return {
    channels,
    baseConversionProbability: ratio(conversions, conversions + nulls),
    transitions: origins.flatMap((from) => transitionsFrom(from, counts[from]!, states)),
  };
}

/** Counts by number of the state left and number of the state entered, numbered as in {@link buildMarkovChain}. */
function countTransitions(journeys: readonly Journey[], channels: readonly string[]): Map<number, bigint>[] {
  const numbers = new Map(channels.map((channel, number) => [channel, number]));
  const conversion = channels.length;
  const withoutConversion = channels.length + 1;
  const start = channels.length + 2;
  const counts = Array.from({ length: channels.length + 3 }, () => new Map<number, bigint>());
  const add = (from: number, to: number, people: bigint): void => {
    if (people > 0n) counts[from]!.set(to, (counts[from]!.get(to) ?? 0n) + people);
  };
  for (const journey of journeys) {
    let from = start;
    for (const channel of journey.touches) {
      const to = numbers.get(channel)!;
      add(from, to, journey.conversions + journey.nulls);
      from = to;
    }
    add(from, conversion, journey.conversions);
    add(from, withoutConversion, journey.nulls);
  }
  return counts;
}

function transitionsFrom(
  from: number,
  counts: ReadonlyMap<number, bigint>,
  states: readonly MarkovState[],
): MarkovTransition[] {
  const left = [...counts.values()].reduce((sum, count) => sum + count, 0n);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([to, count]) => ({ from: states[from]!, to: states[to]!, count, probability: ratio(count, left) }));
}

function ratio(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number(part) / Number(whole);
}
