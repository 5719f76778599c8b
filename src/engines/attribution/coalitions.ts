import type { JourneyTable } from "./journey-table";

/** All journeys that touched one and the same set of channels. */
export interface Coalition {
  /** Numbers of its channels, rising. */
  readonly channels: readonly number[];
  readonly people: number;
  readonly conversions: number;
  /** Of its people, those who converted: what a journey through exactly these channels is expected to bring. */
  readonly rate: number;
}

/** The coalitions that were observed, by {@link coalitionKey} and in its order. */
export function observedCoalitions(table: JourneyTable): ReadonlyMap<string, Coalition> {
  const { starts, touches, conversions, nulls } = table;
  const counts = new Map<string, { readonly channels: readonly number[]; people: number; conversions: number }>();
  const set = new Set<number>();
  for (let journey = 0; journey < conversions.length; journey += 1) {
    const people = conversions[journey]! + nulls[journey]!;
    if (people === 0) continue;
    set.clear();
    for (let touch = starts[journey]!; touch < starts[journey + 1]!; touch += 1) set.add(touches[touch]!);
    const channels = [...set].sort((a, b) => a - b);
    const key = coalitionKey(channels);
    const count = counts.get(key) ?? { channels, people: 0, conversions: 0 };
    counts.set(key, count);
    count.people += people;
    count.conversions += conversions[journey]!;
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([key, count]) => [key, { ...count, rate: count.conversions / count.people }]));
}

/** Of channels in rising order. */
export const coalitionKey = (channels: readonly number[]): string => channels.join(",");
