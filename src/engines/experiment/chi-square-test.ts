import { chiSquareUpperTail } from "../numeric/chi-square";
import { InvalidInputError } from "../numeric/invalid-input";
import { assertProportion, type Proportion } from "../numeric/proportion";
import { sum } from "../numeric/sum";

export interface ChiSquareTest {
  readonly value: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** Pearson's test that proportions are equal, without continuity correction; null where all or none of the trials succeeded. */
export function equalProportions(proportions: readonly Proportion[]): ChiSquareTest | null {
  for (const one of proportions) assertProportion(one);
  const filled = proportions.filter(({ trials }) => trials > 0);
  const successes = sum(filled.map((one) => one.successes));
  const trials = sum(filled.map((one) => one.trials));
  if (filled.length < 2 || successes === 0 || successes === trials) return null;
  const rate = successes / trials;
  const value = sum(filled.map((one) => (one.successes - one.trials * rate) ** 2 / (one.trials * rate * (1 - rate))));
  return test(value, filled.length - 1);
}

/**
 * Sample-ratio check: whether people came into the arms as their shares say (Fabijan et al. 2019, Diagnosing sample ratio mismatch,
 * KDD). Null without people or with one arm.
 */
export function sampleRatioTest(people: readonly number[], shares: readonly number[]): ChiSquareTest | null {
  if (people.length !== shares.length || shares.some((share) => !(share > 0)))
    throw new InvalidInputError(
      `Each of the ${people.length} arms must have a share above 0, but got ${shares.join(", ")}; leave out arms without one.`,
    );
  const all = sum(people);
  if (all === 0 || people.length < 2) return null;
  const whole = sum(shares);
  const expected = shares.map((share) => (all * share) / whole);
  return test(sum(people.map((count, arm) => (count - expected[arm]!) ** 2 / expected[arm]!)), people.length - 1);
}

const test = (value: number, degreesOfFreedom: number): ChiSquareTest => ({
  value,
  degreesOfFreedom,
  pValue: chiSquareUpperTail(value, degreesOfFreedom),
});
