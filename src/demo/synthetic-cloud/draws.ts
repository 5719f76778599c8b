import type { SeededRandom } from "../../engines/numeric/seeded-random";

/** Choices with weights as a table of a hundred places: one random number and one look-up a draw. */
export function weightedTable<T>(choices: readonly (readonly [T, number])[]): readonly T[] {
  const table = choices.flatMap(([choice, weight]) => new Array<T>(Math.round(weight * 100)).fill(choice));
  if (table.length !== 100) {
    throw new RangeError(`Weights must add up to 1 in whole hundredths but got ${table.length}; correct the table.`);
  }
  return table;
}

export function drawFrom<T>(items: ArrayLike<T>, random: SeededRandom): T {
  return items[Math.floor(random.uniform() * items.length)]!;
}

/** Position in a list that starts with the most active: its first quarter gets half of the draws. */
export function drawActiveIndex(length: number, random: SeededRandom): number {
  return Math.floor(length * random.uniform() ** 2);
}

/** Whole days from `least` on, exponential with a mean of about `mean` more; `uniform` from [0, 1) says how late. */
export function delayDays(least: number, mean: number, uniform: number): number {
  return least + Math.floor(-mean * Math.log(1 - uniform));
}

/** Shares of contacts by the hours of a day in Asia/Shanghai. */
const HOURS = [
  1.5, 0.8, 0.4, 0.3, 0.3, 0.5, 1.2, 2.5, 3.8, 4.8, 5.2, 5, 5.2, 4.8, 4.4, 4.4, 4.5, 4.6, 5.2, 6.6, 9, 10, 8.6, 6.4,
];
const HOUR_TABLE = HOURS.flatMap((weight, hour) => new Array<number>(Math.round(weight * 10)).fill(hour));

/** Second of the day at which somebody comes. */
export function drawSecond(random: SeededRandom): number {
  return (drawFrom(HOUR_TABLE, random) + random.uniform()) * 3600;
}
