import { InvalidInputError } from "../numeric/invalid-input";
import { OUTLIER_Z, type RobustZ, robustZ } from "./robust-z";

/** A day is compared with the same weekday before. */
export const GROWTH_LAG_DAYS = 7;

export interface Breakout extends RobustZ {
  readonly count: number;
  /** Count of the same weekday before. */
  readonly previous: number;
  readonly isBreakout: boolean;
}

/**
 * Whether the last of daily counts grew as its series never does. Growth of a day is ln((x + 1) / (y + 1)), y the count seven days
 * before, so that weekdays cancel out and a day of none is no infinity. A breakout grew, its growth has a robust z above 3.5
 * among the growths of all days before it, and it reaches the volume floor; without any spread before, growth alone is enough.
 */
export function breakoutOf(counts: readonly number[], volumeFloor: number): Breakout {
  if (counts.length < GROWTH_LAG_DAYS + 2)
    throw new InvalidInputError(
      `Daily counts must be of at least ${GROWTH_LAG_DAYS + 2} days but got ${counts.length}; growth looks ${GROWTH_LAG_DAYS} days back.`,
    );
  const growths = counts.slice(GROWTH_LAG_DAYS).map((count, index) => Math.log((count + 1) / (counts[index]! + 1)));
  const growth = growths.pop()!;
  const [count, previous] = [counts.at(-1)!, counts.at(-1 - GROWTH_LAG_DAYS)!];
  const score = robustZ(growth, growths)!;
  const isBreakout =
    growth > 0 && count >= volumeFloor && (score.z === null ? growth > score.median : score.z > OUTLIER_Z);
  return { ...score, count, previous, isBreakout };
}
