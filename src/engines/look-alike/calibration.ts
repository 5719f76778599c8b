import { InvalidInputError } from "../numeric/invalid-input";
import type { ScoredPerson } from "./area-under-curve";

/** A tenth of the people, by probability. */
export interface Decile {
  /** People whom its rows stand for. */
  readonly people: number;
  /** Mean probability, and the share that is of the seed, 0 to 1. */
  readonly expected: number;
  readonly observed: number;
}

export interface Calibration {
  /** Lowest probabilities first. */
  readonly deciles: readonly Decile[];
  /** Mean squared error of the probabilities: Brier 1950, Monthly Weather Review 78. */
  readonly brier: number;
  /** Mean distance of observed from expected over the deciles, by their people: Naeini, Cooper & Hauskrecht 2015. */
  readonly expectedCalibrationError: number;
}

const DECILES = 10;

/** How far probabilities, the scores of the people, are shares. Deciles hold equally many rows as far as that goes. */
export function calibrationOf(people: readonly ScoredPerson[]): Calibration {
  if (people.length < DECILES || people.some(({ score }) => !(score >= 0 && score <= 1)))
    throw new InvalidInputError(
      `Calibration takes at least ${DECILES} people with probabilities from 0 to 1, but got ${people.length}; hold more of them out.`,
    );
  const sorted = [...people].sort((a, b) => a.score - b.score);
  const total = weightOf(sorted);
  const deciles = Array.from({ length: DECILES }, (_, index) => {
    const start = Math.floor((index * sorted.length) / DECILES);
    return decileOf(sorted.slice(start, Math.floor(((index + 1) * sorted.length) / DECILES)));
  });
  const squares = sorted.reduce(
    (sum, { score, isPositive, weight }) => sum + weight * (score - Number(isPositive)) ** 2,
    0,
  );
  return {
    deciles,
    brier: squares / total,
    expectedCalibrationError: deciles.reduce(
      (sum, { people, expected, observed }) => sum + (people / total) * Math.abs(observed - expected),
      0,
    ),
  };
}

const weightOf = (people: readonly ScoredPerson[]): number => people.reduce((sum, { weight }) => sum + weight, 0);

function decileOf(people: readonly ScoredPerson[]): Decile {
  const total = weightOf(people);
  return {
    people: total,
    expected: people.reduce((sum, { score, weight }) => sum + weight * score, 0) / total,
    observed: weightOf(people.filter(({ isPositive }) => isPositive)) / total,
  };
}
