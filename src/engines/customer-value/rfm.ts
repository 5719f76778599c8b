import { InvalidInputError } from "../numeric/invalid-input";

/**
 * Scores of recency, frequency and monetary value, 1 to 5 each and 5 the best (Hughes 1994, Strategic Database Marketing).
 * The cuts of an axis are its quantiles at 0.2, 0.4, 0.6 and 0.8 over all customers, interpolated as type 7 of Hyndman & Fan
 * 1996. A value that equals a cut belongs below it, so equal values score alike and the five groups may differ in size.
 */
export const rfmAxes = ["RECENCY", "FREQUENCY", "MONETARY"] as const;
export type RfmAxis = (typeof rfmAxes)[number];

export const LOWEST_SCORE = 1;
export const HIGHEST_SCORE = 5;

/** Both ends belong to it. */
export interface ScoreRange {
  readonly min: number;
  readonly max: number;
}

/** Values above `above` and at most `upTo`; null: no such end. */
export interface ValueRange {
  readonly above: number | null;
  readonly upTo: number | null;
}

/** The score above so many cuts. Who bought lately is better, so the axis of days since the last order runs the other way. */
export const scoreOfBin = (axis: RfmAxis, bin: number): number =>
  axis === "RECENCY" ? HIGHEST_SCORE - bin : LOWEST_SCORE + bin;

/** The score of one value; `cuts` are the four of its axis, upwards. */
export function rfmScore(axis: RfmAxis, value: number, cuts: readonly number[]): number {
  assertCuts(cuts);
  return scoreOfBin(axis, cuts.filter((cut) => cut < value).length);
}

/** The values that score within the range. */
export function valuesOfScores(axis: RfmAxis, { min, max }: ScoreRange, cuts: readonly number[]): ValueRange {
  assertCuts(cuts);
  if (!(Number.isInteger(min) && Number.isInteger(max) && LOWEST_SCORE <= min && min <= max && max <= HIGHEST_SCORE))
    throw new InvalidInputError(
      `A range of scores must run upwards from ${LOWEST_SCORE} to ${HIGHEST_SCORE}, but got ${min} to ${max}; correct its ends.`,
    );
  const [lowest, highest] =
    axis === "RECENCY" ? [HIGHEST_SCORE - max, HIGHEST_SCORE - min] : [min - LOWEST_SCORE, max - LOWEST_SCORE];
  return { above: lowest === 0 ? null : cuts[lowest - 1]!, upTo: cuts[highest] ?? null };
}

function assertCuts(cuts: readonly number[]): void {
  const isUpwards = cuts.every((cut, index) => Number.isFinite(cut) && (index === 0 || cut >= cuts[index - 1]!));
  if (cuts.length === HIGHEST_SCORE - LOWEST_SCORE && isUpwards) return;
  throw new InvalidInputError(
    `Cuts must be the four quantiles of an axis, upwards, but got ${cuts.join(", ")}; pass those of all customers.`,
  );
}
