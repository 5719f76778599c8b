import { InvalidInputError } from "../numeric/invalid-input";
import { type JourneyTable, totalJourneys } from "./journey-table";

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

/** Matrices of more channels take seconds to invert and tell nobody anything; a caller merges the smallest channels first. */
export const MAX_MARKOV_CHANNELS = 2_000;

/** Counts are exact integers and states are ordered, so the order of the rows changes no bit of the result. */
export function buildMarkovChain(table: JourneyTable): MarkovChain {
  const { channels } = table;
  if (channels.length > MAX_MARKOV_CHANNELS) {
    throw new InvalidInputError(
      `A Markov chain must have at most ${MAX_MARKOV_CHANNELS} channels but got ${channels.length}; merge the smallest.`,
    );
  }
  const { conversions, nulls } = totalJourneys(table);
  const states: readonly MarkovState[] = [
    ...channels.map((channel): MarkovState => ({ kind: "CHANNEL", channel })),
    { kind: "CONVERSION" },
    { kind: "NULL" },
    { kind: "START" },
  ];
  const counts = countTransitions(table);
  const origins = [states.length - 1, ...channels.keys()];
  return {
    channels,
    baseConversionProbability: ratio(Number(conversions), Number(conversions + nulls)),
    transitions: origins.flatMap((from) => transitionsFrom(from, counts, states)),
  };
}

/** How often state `from` was left for `to` at `from * states + to`, numbered as in {@link buildMarkovChain}: one pass over the touches. */
export function countTransitions({ channels, starts, touches, conversions, nulls }: JourneyTable): Float64Array {
  const states = channels.length + 3;
  const [conversion, withoutConversion, start] = [channels.length, channels.length + 1, channels.length + 2];
  const counts = new Float64Array(states * states);
  for (let journey = 0; journey < conversions.length; journey += 1) {
    const people = conversions[journey]! + nulls[journey]!;
    const end = starts[journey + 1]!;
    let from = start;
    for (let touch = starts[journey]!; touch < end; touch += 1) {
      const to = touches[touch]!;
      counts[from * states + to]! += people;
      from = to;
    }
    counts[from * states + conversion]! += conversions[journey]!;
    counts[from * states + withoutConversion]! += nulls[journey]!;
  }
  return counts;
}

function transitionsFrom(from: number, counts: Float64Array, states: readonly MarkovState[]): MarkovTransition[] {
  const row = counts.subarray(from * states.length, (from + 1) * states.length);
  const left = row.reduce((sum, count) => sum + count, 0);
  return [...row].flatMap((count, to) =>
    count === 0 ? [] : { from: states[from]!, to: states[to]!, count: BigInt(count), probability: ratio(count, left) },
  );
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
