import type { Proportion } from "./proportion";
import { type Interval, wilsonInterval } from "./wilson-interval";

export interface Difference {
  /** First less second. */
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Difference of two independent proportions, with an interval from their Wilson intervals; null when either has no trials.
 * Newcombe 1998, Statistics in Medicine 17, 873-890, method 10.
 */
export function proportionDifference(first: Proportion, second: Proportion, confidence = 0.95): Difference | null {
  const [one, two] = [wilsonInterval(first, confidence), wilsonInterval(second, confidence)];
  if (one === null || two === null) return null;
  const [p, q] = [first.successes / first.trials, second.successes / second.trials];
  const value = p - q;
  return {
    value,
    interval: {
      low: value - Math.hypot(p - one.low, two.high - q),
      high: value + Math.hypot(one.high - p, q - two.low),
    },
  };
}
