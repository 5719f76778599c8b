import { InvalidInputError } from "../numeric/invalid-input";
import { assertJourney, type Journey, type JourneyTotals } from "./journey";

/**
 * Many journeys by column: what millions of them fit into. Counts are whole numbers within 2^53, so their sums are exact and the
 * order of the rows changes no bit of a result. Journey `j` touches `touches[starts[j]]` up to `starts[j + 1]`, excluded.
 */
export interface JourneyTable {
  /** In order of their UTF-16 code units: the order of every result. */
  readonly channels: readonly string[];
  /** By channel: 1 where it is direct. */
  readonly direct: Uint8Array;
  /** One more than there are journeys. */
  readonly starts: Uint32Array;
  /** Numbers of channels. */
  readonly touches: Uint32Array;
  /** Beside `touches` as far as journeys converted, so it may end before they do; null where times are not known. */
  readonly ages: Uint32Array | null;
  readonly conversions: Float64Array;
  /** Minor units. */
  readonly values: BigInt64Array;
  readonly nulls: Float64Array;
}

/** A table of checked journeys; `directChannels` need not be met by any. */
export function journeyTable(journeys: readonly Journey[], directChannels: readonly string[] = []): JourneyTable {
  journeys.forEach(assertJourney);
  const channels = [...new Set(journeys.flatMap(({ touches }) => touches))].sort();
  const numbers = new Map(channels.map((channel, number) => [channel, number]));
  const starts = new Uint32Array(journeys.length + 1);
  journeys.forEach(({ touches }, index) => {
    starts[index + 1] = starts[index]! + touches.length;
  });
  const table: JourneyTable = {
    channels,
    direct: Uint8Array.from(channels, (channel) => (directChannels.includes(channel) ? 1 : 0)),
    starts,
    touches: Uint32Array.from(
      journeys.flatMap(({ touches }) => touches),
      (channel) => numbers.get(channel)!,
    ),
    ages: journeys.every(({ ages, conversions }) => ages !== undefined || conversions === 0n)
      ? Uint32Array.from(journeys.flatMap(({ touches, ages }) => touches.map((_, index) => ages?.[index] ?? 0)))
      : null,
    conversions: Float64Array.from(journeys, ({ conversions }) => Number(conversions)),
    values: BigInt64Array.from(journeys, ({ value }) => value),
    nulls: Float64Array.from(journeys, ({ nulls }) => Number(nulls)),
  };
  assertExact(journeys);
  return table;
}

/** The sums over all journeys. */
export function totalJourneys({ conversions, values, nulls }: JourneyTable): JourneyTotals {
  return {
    conversions: BigInt(conversions.reduce((sum, count) => sum + count, 0)),
    value: values.reduce((sum, value) => sum + value, 0n),
    nulls: BigInt(nulls.reduce((sum, count) => sum + count, 0)),
  };
}

/** The same journeys through coarser channels. A coarser channel is direct when all of what it is made of is. */
export function relabel(table: JourneyTable, labelOf: (channel: string) => string): JourneyTable {
  const labels = table.channels.map(labelOf);
  const channels = [...new Set(labels)].sort();
  const numbers = new Map(channels.map((channel, number) => [channel, number]));
  const numberOf = Uint32Array.from(labels, (label) => numbers.get(label)!);
  const direct = new Uint8Array(channels.length).fill(1);
  labels.forEach((label, index) => {
    direct[numbers.get(label)!]! &= table.direct[index]!;
  });
  return { ...table, channels, direct, touches: table.touches.map((channel) => numberOf[channel]!) };
}

function assertExact(journeys: readonly Journey[]): void {
  const people = journeys.reduce((sum, { conversions, nulls }) => sum + conversions + nulls, 0n);
  const value = journeys.reduce((sum, journey) => sum + journey.value, 0n);
  if (people <= BigInt(Number.MAX_SAFE_INTEGER) && value < 2n ** 63n) return;
  throw new InvalidInputError(
    `All journeys together must have at most 2^53 - 1 people and a value below 2^63 but got ${people} and ${value}; pass values in a larger unit.`,
  );
}
