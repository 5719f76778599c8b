import { InvalidInputError } from "../numeric/invalid-input";

/** Somebody with a score, of the seed or not, who stands for `weight` people. */
export interface ScoredPerson {
  readonly score: number;
  readonly isPositive: boolean;
  readonly weight: number;
}

/**
 * Area under the receiver operating characteristic: the chance that somebody of the seed scores above somebody who is not, a tie
 * counting half (Hanley & McNeil 1982, Radiology 143). Null where one of the two is nobody.
 */
export function areaUnderCurve(people: readonly ScoredPerson[]): number | null {
  for (const { score, weight } of people)
    if (!(Number.isFinite(score) && weight > 0))
      throw new InvalidInputError(`A score must be finite and its weight above 0, but got ${score} and ${weight}.`);
  const sorted = [...people].sort((a, b) => a.score - b.score);
  let below = 0;
  let wins = 0;
  let positives = 0;
  for (let first = 0; first < sorted.length; ) {
    let tiedPositives = 0;
    let tiedNegatives = 0;
    let next = first;
    for (; next < sorted.length && sorted[next]!.score === sorted[first]!.score; next++) {
      const { isPositive, weight } = sorted[next]!;
      if (isPositive) tiedPositives += weight;
      else tiedNegatives += weight;
    }
    wins += tiedPositives * (below + tiedNegatives / 2);
    below += tiedNegatives;
    positives += tiedPositives;
    first = next;
  }
  return positives === 0 || below === 0 ? null : wins / (positives * below);
}
