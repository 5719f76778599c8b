import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";

/** A share, 0 to 1, with its 95 % Wilson interval. */
export interface Rate extends Interval {
  readonly value: number;
}

/** Null with a count that is withheld, and of nobody. */
export function rateOf(successes: bigint | null, trials: bigint | null): Rate | null {
  if (successes === null || trials === null || trials === 0n) return null;
  const proportion = { successes: Number(successes), trials: Number(trials) };
  return { value: proportion.successes / proportion.trials, ...wilsonInterval(proportion)! };
}
