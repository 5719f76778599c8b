import { SeededRandom } from "../numeric/seeded-random";
import { type Coalition, coalitionKey, observedCoalitions } from "./coalitions";
import type { JourneyTable } from "./journey-table";

/** Journeys drawn from each of the two strata. */
export const SHAPLEY_DRAWS = 50_000;

export interface SampledShapley {
  /** By channel, in conversions. */
  readonly values: readonly number[];
  /** Of each value, in conversions. */
  readonly standardErrors: readonly number[];
}

/**
 * The same values as the exact ones, estimated without bias (Castro, Gómez & Tejada 2009): a journey is drawn, its channels join in
 * a random order, and each gets what it adds. Journeys of coalitions that converted and of those that never did are drawn apart,
 * half and half, because most journeys never convert and would use up the draws.
 */
export function sampledShapley(table: JourneyTable, seed: number): SampledShapley {
  const random = SeededRandom.fromSeed(seed);
  const coalitions = observedCoalitions(table);
  const all = [...coalitions.values()];
  const values = table.channels.map(() => 0);
  const variances = table.channels.map(() => 0);
  for (const stratum of [all.filter(({ rate }) => rate > 0), all.filter(({ rate }) => rate === 0)]) {
    const people = stratum.reduce((sum, coalition) => sum + coalition.people, 0);
    if (people === 0) continue;
    const draw = byPeople(stratum, random);
    const sums = table.channels.map(() => 0);
    const squares = table.channels.map(() => 0);
    for (let round = 0; round < SHAPLEY_DRAWS; round += 1) {
      addedBy(random.shuffle(draw().channels), coalitions, (channel, added) => {
        sums[channel]! += added;
        squares[channel]! += added * added;
      });
    }
    table.channels.forEach((_, channel) => {
      const mean = sums[channel]! / SHAPLEY_DRAWS;
      values[channel]! += people * mean;
      variances[channel]! += (people * people * (squares[channel]! / SHAPLEY_DRAWS - mean * mean)) / SHAPLEY_DRAWS;
    });
  }
  return { values, standardErrors: variances.map((variance) => Math.sqrt(Math.max(0, variance))) };
}

/** Draws coalitions in proportion to their people. */
function byPeople(coalitions: readonly Coalition[], random: SeededRandom): () => Coalition {
  let sum = 0;
  const ends = coalitions.map(({ people }) => (sum += people));
  return () => {
    const at = random.uniform() * sum;
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return coalitions[low]!;
  };
}

/** What each channel adds to the rate of those that joined before it. */
function addedBy(
  order: readonly number[],
  coalitions: ReadonlyMap<string, Coalition>,
  add: (channel: number, added: number) => void,
): void {
  const joined: number[] = [];
  let before = 0;
  for (const channel of order) {
    let place = joined.length;
    while (place > 0 && joined[place - 1]! > channel) place -= 1;
    joined.splice(place, 0, channel);
    const after = coalitions.get(coalitionKey(joined))?.rate ?? 0;
    if (after !== before) add(channel, after - before);
    before = after;
  }
}
