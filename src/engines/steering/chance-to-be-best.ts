import { gammaSample } from "../numeric/gamma-distribution";
import { SeededRandom } from "../numeric/seeded-random";
import type { YieldPosterior } from "./yield-posterior";

/** A chance is told to about 1 percent point. */
export const CHANCE_DRAWS = 2_000;

/** How often each line's yield is the highest when all are drawn from what is believed of them. */
export function chancesToBeBest(
  posteriors: readonly Pick<YieldPosterior, "shape" | "rate">[],
  seed: number,
): readonly number[] {
  const random = SeededRandom.fromSeed(seed);
  const wins = posteriors.map(() => 0);
  for (let draw = 0; draw < CHANCE_DRAWS; draw++) {
    const yields = posteriors.map(({ shape, rate }) => gammaSample(random, shape, rate));
    wins[yields.indexOf(Math.max(...yields))]! += 1;
  }
  return wins.map((count) => count / CHANCE_DRAWS);
}
