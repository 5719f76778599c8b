import { InvalidInputError } from "../numeric/invalid-input";
import { normalCdf, normalQuantile } from "../numeric/normal-distribution";
import { noncentralTUpperTail, studentTQuantile } from "../numeric/student-t";

/** People of the two arms that are compared. */
export interface ArmSizes {
  readonly control: number;
  readonly treatment: number;
}

/** Smallest t-test that has a variance at all. */
const FEWEST_PEOPLE = 2;
const MOST_PEOPLE = 1e12;
const STEPS = 200;

/**
 * Power of the two-sided test of two proportions, its far tail left out, as R's power.prop.test has it (Fleiss, Levin & Paik 2003,
 * Statistical Methods for Rates and Proportions, section 4.2); arms may be of different size.
 */
export function powerOfProportions(base: number, other: number, sizes: ArmSizes, alpha = 0.05): number {
  assertProbability("A proportion", base);
  assertProbability("A proportion", other);
  assertSizes(sizes);
  const { control, treatment } = sizes;
  const pooled = (control * base + treatment * other) / (control + treatment);
  const pooledError = Math.sqrt(pooled * (1 - pooled) * (1 / control + 1 / treatment));
  const error = Math.sqrt((base * (1 - base)) / control + (other * (1 - other)) / treatment);
  const reach = Math.abs(other - base) - normalQuantile(1 - alpha / 2) * pooledError;
  return error === 0 ? (reach > 0 ? 1 : 0) : normalCdf(reach / error);
}

/** Power of the two-sided t-test of two means with one standard deviation, its far tail left out, as R's power.t.test has it. */
export function powerOfMeans(difference: number, deviation: number, sizes: ArmSizes, alpha = 0.05): number {
  assertSizes(sizes);
  if (!(deviation > 0))
    throw new InvalidInputError(`A standard deviation must be above 0 but got ${deviation}; nothing varies otherwise.`);
  const { control, treatment } = sizes;
  const degrees = control + treatment - 2;
  const noncentrality = Math.abs(difference) / (deviation * Math.sqrt(1 / control + 1 / treatment));
  return noncentralTUpperTail(studentTQuantile(alpha, degrees), degrees, noncentrality);
}

/** People of each of two equal arms that give the power, as a real number; round up. */
export function peopleFor(power: number, powerOf: (sizes: ArmSizes) => number): number {
  assertProbability("Power", power);
  const enough = (people: number): boolean => powerOf({ control: people, treatment: people }) >= power;
  if (!enough(MOST_PEOPLE))
    throw new InvalidInputError(`An effect must be findable with ${MOST_PEOPLE} people, but is too small.`);
  return bisect(FEWEST_PEOPLE, MOST_PEOPLE, enough);
}

/** The smallest effect from 0 to `most` that is found with the power; null when not even `most` is. */
export function minimumDetectableEffect(
  power: number,
  most: number,
  powerOf: (effect: number) => number,
): number | null {
  assertProbability("Power", power);
  if (!(most > 0) || powerOf(most) < power) return null;
  return bisect(0, most, (effect) => powerOf(effect) >= power);
}

/** Cohen's effect size of two proportions, 2 asin sqrt p1 - 2 asin sqrt p2. Cohen 1988, Statistical Power Analysis, chapter 6. */
export const effectSizeH = (first: number, second: number): number =>
  2 * Math.asin(Math.sqrt(first)) - 2 * Math.asin(Math.sqrt(second));

/** Power of a z-test of a standardised effect whose estimate has the standard error 1 / sqrt(people). */
export function powerOfNormal(effect: number, people: number, alpha: number, sides: "ONE" | "TWO"): number {
  const shift = Math.abs(effect) * Math.sqrt(people);
  if (sides === "ONE") return normalCdf(shift - normalQuantile(1 - alpha));
  const critical = normalQuantile(1 - alpha / 2);
  return normalCdf(shift - critical) + normalCdf(-shift - critical);
}

/**
 * People of each arm for a difference of proportions with the base rate's variance under no effect. Miller 2010, How not to run an
 * A/B test, sample size calculator.
 */
export function peopleForDifference(base: number, difference: number, power = 0.8, alpha = 0.05): number {
  assertProbability("Power", power);
  const other = base + difference;
  const noEffect = Math.sqrt(2 * base * (1 - base));
  const effect = Math.sqrt(base * (1 - base) + other * (1 - other));
  return ((normalQuantile(1 - alpha / 2) * noEffect + normalQuantile(power) * effect) / difference) ** 2;
}

/** The smallest number from which on the condition holds. */
function bisect(from: number, to: number, holds: (value: number) => boolean): number {
  let [low, high] = [from, to];
  for (let step = 0; step < STEPS && high - low > high * 1e-10; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function assertProbability(what: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new InvalidInputError(`${what} must lie between 0 and 1 but got ${value}; pass a share.`);
}

function assertSizes({ control, treatment }: ArmSizes): void {
  if (control >= FEWEST_PEOPLE && treatment >= FEWEST_PEOPLE) return;
  throw new InvalidInputError(
    `Each arm must have at least ${FEWEST_PEOPLE} people, but they have ${control} and ${treatment}; add people.`,
  );
}
