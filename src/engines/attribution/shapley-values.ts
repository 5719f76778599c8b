import { InvalidInputError } from "../numeric/invalid-input";

/** Most players of an exact game: 2^16 coalitions. */
export const MAX_EXACT_PLAYERS = 16;

/**
 * The Shapley value of each player (Shapley 1953): the average of what a player adds over all orders of joining. `worth[S]` is
 * what coalition S has, bit i of S being player i; the empty coalition has 0.
 */
export function shapleyValues(players: number, worth: Float64Array): number[] {
  if (players < 1 || players > MAX_EXACT_PLAYERS || worth.length !== 2 ** players) {
    throw new InvalidInputError(
      `A game must have 1 to ${MAX_EXACT_PLAYERS} players and a worth for each of their coalitions but got ${players} and ${worth.length}; sample larger ones.`,
    );
  }
  const weights = joiningWeights(players);
  const values = new Array<number>(players).fill(0);
  for (let coalition = 0; coalition < worth.length; coalition += 1) {
    const weight = weights[bitCount(coalition)]!;
    for (let player = 0; player < players; player += 1) {
      const joined = coalition | (1 << player);
      if (joined !== coalition) values[player]! += weight * (worth[joined]! - worth[coalition]!);
    }
  }
  return values;
}

/** By size s of a coalition: the share s! (n - s - 1)! / n! of orders in which a given player joins right after it. */
export function joiningWeights(players: number): number[] {
  const weights = [1 / players];
  for (let size = 1; size < players; size += 1) weights.push((weights[size - 1]! * size) / (players - size));
  return weights;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
