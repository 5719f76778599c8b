import { InvalidInputError } from "../numeric/invalid-input";
import type { Proportion } from "../numeric/proportion";
import { twoProportionZ } from "../numeric/two-proportion-z";

/** Where money is spent, and how many of the people who were touched there converted. */
export interface SpendLine extends Proportion {
  /** Minor units; null: nothing is known. */
  readonly spend: bigint | null;
}

/** The best of several rates. */
export interface Strongest {
  readonly place: number;
  /** Two-sided p below .05 against the next best; false also where there is no next one. */
  readonly isSeparable: boolean;
}

/** Two rates differ by more than chance, two-sided. */
const SIGNIFICANCE = 0.05;

const rateOf = ({ successes, trials }: Proportion): number => successes / trials;

const isLower = (line: Proportion, best: Proportion): boolean =>
  rateOf(line) < rateOf(best) && twoProportionZ(line, best)!.pValue < SIGNIFICANCE;

/** The line of the highest rate, of equal ones the first; null where nobody converted anywhere. */
export function strongestOf(lines: readonly Proportion[]): Strongest | null {
  const ranked = lines
    .map((line, place) => ({ line, place }))
    .filter(({ line }) => line.trials > 0)
    .sort((a, b) => rateOf(b.line) - rateOf(a.line) || a.place - b.place);
  const [best, next] = ranked;
  if (!best || best.line.successes === 0) return null;
  return { place: best.place, isSeparable: next !== undefined && isLower(next.line, best.line) };
}

/**
 * Moves money to the strongest line, in one step of at most `maxShift` of all that is spent: from lines whose rate is lower by more
 * than chance (pooled two-proportion z-test, two-sided .05), the weakest first, until each of them has nothing left. Changes of the
 * lines in minor units, which sum to 0; null where the strongest line's spend is not known, or nothing can be moved.
 */
export function shiftBudget(lines: readonly SpendLine[], maxShift: number): readonly bigint[] | null {
  if (!(maxShift > 0 && maxShift <= 1))
    throw new InvalidInputError(`A shift must be above 0 and at most 1 of the budget, but got ${maxShift}.`);
  const strongest = strongestOf(lines);
  if (!strongest || lines[strongest.place]!.spend === null) return null;
  const best = lines[strongest.place]!;
  const total = lines.reduce((sum, { spend }) => sum + (spend ?? 0n), 0n);
  let left = (total * BigInt(Math.floor(maxShift * 1_000_000))) / 1_000_000n;
  const changes = lines.map(() => 0n);
  const weakest = lines
    .map((line, place) => ({ line, place }))
    .filter(({ line }) => (line.spend ?? 0n) > 0n && line.trials > 0 && isLower(line, best))
    .sort((a, b) => rateOf(a.line) - rateOf(b.line) || a.place - b.place);
  for (const { line, place } of weakest) {
    const moved = line.spend! < left ? line.spend! : left;
    changes[place] = -moved;
    changes[strongest.place]! += moved;
    left -= moved;
  }
  return changes[strongest.place]! > 0n ? changes : null;
}
