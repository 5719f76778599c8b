import { InvalidInputError } from "../numeric/invalid-input";
import { HIGHEST_SCORE, LOWEST_SCORE, type RfmAxis, rfmAxes, type ScoreRange } from "./rfm";

/** A name for customers whose three scores lie in its ranges. */
export interface RfmSegment {
  readonly name: string;
  readonly scores: Readonly<Record<RfmAxis, ScoreRange>>;
}

/**
 * The first segment whose three ranges hold the scores; null: none of them does. Ranges may overlap, so their order decides, as in
 * the R package rfm (Hebbali).
 */
export function rfmSegmentOf(
  scores: Readonly<Record<RfmAxis, number>>,
  segments: readonly RfmSegment[],
): RfmSegment | null {
  for (const axis of rfmAxes)
    if (!isScore(scores[axis]))
      throw new InvalidInputError(
        `A score must be a whole number from ${LOWEST_SCORE} to ${HIGHEST_SCORE}, but ${axis} is ${scores[axis]}; take it from rfmScore.`,
      );
  const holds = ({ scores: ranges }: RfmSegment): boolean =>
    rfmAxes.every((axis) => ranges[axis].min <= scores[axis] && scores[axis] <= ranges[axis].max);
  return segments.find(holds) ?? null;
}

const isScore = (score: number): boolean => Number.isInteger(score) && score >= LOWEST_SCORE && score <= HIGHEST_SCORE;
