import type { JourneyTable } from "./journey-table";
import { joiningWeights } from "./shapley-values";

/**
 * Shapley values of the game of {@link shapley}, by channel, for up to 16 channels. The game is a sum of one small game for each
 * observed coalition, and the Shapley value of a sum is the sum of the values: a coalition of k channels takes 2^k steps,
 * whatever the number of all channels.
 */
export function exactShapley(table: JourneyTable): number[] {
  const players = table.channels.length;
  const { people, rate } = countMasks(table);
  const values = new Array<number>(players).fill(0);
  for (let coalition = 1; coalition < people.length; coalition += 1) {
    if (people[coalition] === 0) continue;
    const members = membersOf(coalition, players);
    const weights = joiningWeights(members.length);
    // Every subset, the coalition itself first.
    for (let subset = coalition; subset > 0; subset = (subset - 1) & coalition) {
      if (rate[subset] === 0) continue;
      const worth = people[coalition]! * rate[subset]!;
      const size = membersOf(subset, players).length;
      for (const member of members) {
        if ((subset >> member) & 1) values[member]! += worth * weights[size - 1]!;
        else values[member]! -= worth * weights[size]!;
      }
    }
  }
  return values;
}

/** By set of channels, bit i being channel i: its people, and the share of them who converted. */
function countMasks({ channels, starts, touches, conversions, nulls }: JourneyTable): {
  readonly people: Float64Array;
  readonly rate: Float64Array;
} {
  const people = new Float64Array(2 ** channels.length);
  const converted = new Float64Array(2 ** channels.length);
  for (let journey = 0; journey < conversions.length; journey += 1) {
    let mask = 0;
    for (let touch = starts[journey]!; touch < starts[journey + 1]!; touch += 1) mask |= 1 << touches[touch]!;
    people[mask]! += conversions[journey]! + nulls[journey]!;
    converted[mask]! += conversions[journey]!;
  }
  return { people, rate: converted.map((count, mask) => (count === 0 ? 0 : count / people[mask]!)) };
}

function membersOf(mask: number, players: number): number[] {
  const members: number[] = [];
  for (let player = 0; player < players; player += 1) if ((mask >> player) & 1) members.push(player);
  return members;
}
