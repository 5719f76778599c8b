import { InvalidInputError } from "../numeric/invalid-input";
import { twoProportionZ } from "../numeric/two-proportion-z";

/** People who were touched so often before they converted, or until they were not watched any longer, and those who converted. */
export interface TouchCount {
  readonly touches: number;
  readonly people: number;
  readonly conversions: number;
}

/** Two neighbours are told apart at this level, two-sided. */
export const SEPARABLE_BELOW = 0.05;

/**
 * The number of touches with the highest rate of conversion. `from` to `to` are the numbers around it, without a gap, whose
 * rates may be as high; SEPARABLE: there is none but itself.
 */
export interface BestFrequency {
  readonly touches: number;
  readonly verdict: "SEPARABLE" | "NOT_SEPARABLE";
  readonly from: number;
  readonly to: number;
}

export const noBestReasons = ["TOO_FEW_PEOPLE", "NO_CONVERSIONS"] as const;
export type NoBestReason = (typeof noBestReasons)[number];

/** Counts by 1 to `cap` touches, each once; who was touched oftener stands at `cap`. */
export function capTouches(counts: readonly TouchCount[], cap: number): readonly TouchCount[] {
  if (!Number.isSafeInteger(cap) || cap < 1)
    throw new InvalidInputError(`A cap must be a whole number of at least 1, but got ${cap}; pass the last bucket.`);
  const buckets = Array.from({ length: cap }, () => ({ people: 0, conversions: 0 }));
  for (const count of counts) {
    assertCount(count);
    const bucket = buckets[Math.min(count.touches, cap) - 1]!;
    bucket.people += count.people;
    bucket.conversions += count.conversions;
  }
  return buckets.map((bucket, index) => ({ touches: index + 1, ...bucket }));
}

/**
 * Among numbers of touches with at least `minimumPeople` people, the one with the highest rate, of equal ones the fewest touches.
 * The highest of several rates is mostly no peak: each neighbour, outwards, is compared with it by the two-sided z-test of two
 * proportions, until one differs or is missing.
 */
export function bestFrequency(points: readonly TouchCount[], minimumPeople: number): BestFrequency | NoBestReason {
  for (const point of points) assertCount(point);
  const enough = new Map(
    points
      .filter(({ people }) => people > 0 && people >= minimumPeople)
      .map((point) => [point.touches, { successes: point.conversions, trials: point.people }]),
  );
  const rated = [...enough].map(([touches, { successes, trials }]) => ({ touches, rate: successes / trials }));
  rated.sort((a, b) => b.rate - a.rate || a.touches - b.touches);
  const [top] = rated;
  if (top === undefined) return "TOO_FEW_PEOPLE";
  if (top.rate === 0) return "NO_CONVERSIONS";
  const best = enough.get(top.touches)!;
  const reach = (step: 1 | -1): number => {
    let at = top.touches;
    for (let next = enough.get(at + step); next; next = enough.get(at + step)) {
      if (twoProportionZ(best, next)!.pValue < SEPARABLE_BELOW) break;
      at += step;
    }
    return at;
  };
  const [from, to] = [reach(-1), reach(1)];
  return { touches: top.touches, verdict: from === to ? "SEPARABLE" : "NOT_SEPARABLE", from, to };
}

function assertCount({ touches, people, conversions }: TouchCount): void {
  const isWhole = [touches, people, conversions].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (isWhole && touches >= 1 && conversions <= people) return;
  throw new InvalidInputError(
    `Touches must be at least 1 and conversions at most the people, in whole numbers, but got ${conversions} conversions of ${people} people with ${touches} touches; count each person once.`,
  );
}
