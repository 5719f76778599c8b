import { InvalidInputError } from "../numeric/invalid-input";
import { assertProportion } from "../numeric/proportion";

/*
 * Terms of this engine
 *
 * sample:    what is known of one metric over the people of one arm: how many they are, mean and variance per person.
 * control:   the arm that the others are compared with.
 * treatment: an arm that is compared with the control.
 * effect:    treatment against control, as a difference (absolute) or as a share of the control's mean (relative).
 */

export interface Sample {
  readonly people: number;
  readonly mean: number;
  /** Per person, not of the mean. */
  readonly variance: number;
}

/** Sums over people, of a metric and, for CUPED, of its values before the experiment. */
export interface MetricSums {
  readonly people: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** With the divisor n - 1; null of fewer than two people. */
export function sampleOfSums({ people, sum, sumOfSquares }: MetricSums): Sample | null {
  assertPeople(people);
  if (people < 2) return null;
  const mean = sum / people;
  return { people, mean, variance: Math.max(0, sumOfSquares - people * mean * mean) / (people - 1) };
}

/** Of a metric that is 0 or 1, with the variance p (1 - p); null without people. */
export function sampleOfProportion(successes: number, people: number): Sample | null {
  assertProportion({ successes, trials: people });
  if (people === 0) return null;
  const mean = successes / people;
  return { people, mean, variance: mean * (1 - mean) };
}

export function assertPeople(people: number): void {
  if (Number.isSafeInteger(people) && people >= 0) return;
  throw new InvalidInputError(`People must be a whole number of at least 0 but got ${people}; pass a count.`);
}
