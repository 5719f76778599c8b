import { InvalidInputError } from "../numeric/invalid-input";
import { LOWEST_SCORE, type ScoreRange } from "./rfm";

/**
 * The fewest neighbouring scores that hold at least half of the customers: the "shorth" (Andrews et al. 1972, Robust Estimates of
 * Location) of a scale of few steps. Of equally narrow ranges the fuller one, then the one of higher scores. Null of nobody.
 */
export function narrowestHalf(customersByScore: readonly number[]): ScoreRange | null {
  if (!customersByScore.every((count) => Number.isSafeInteger(count) && count >= 0))
    throw new InvalidInputError(
      `Customers by score must be whole numbers of at least 0, but got ${customersByScore.join(", ")}; count them.`,
    );
  const countIn = (first: number, last: number): number =>
    customersByScore.slice(first, last + 1).reduce((sum, count) => sum + count, 0);
  const total = countIn(0, customersByScore.length);
  if (total === 0) return null;
  for (let width = 0; ; width++) {
    const places = customersByScore.slice(width).map((_, first) => ({ first, count: countIn(first, first + width) }));
    const [fullest] = places.sort((a, b) => b.count - a.count || b.first - a.first);
    if (fullest!.count * 2 < total) continue;
    return { min: fullest!.first + LOWEST_SCORE, max: fullest!.first + width + LOWEST_SCORE };
  }
}
