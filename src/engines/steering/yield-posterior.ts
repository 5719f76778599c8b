import { gammaQuantile } from "../numeric/gamma-distribution";
import type { LineFact } from "./line";

/** What is believed of a line's yield: a gamma distribution. */
export interface YieldPosterior {
  readonly shape: number;
  readonly rate: number;
  readonly mean: number;
}

/** Its middle 95 %. */
export const middleOf = ({ shape, rate }: YieldPosterior): { readonly low: number; readonly high: number } => ({
  low: gammaQuantile(0.025, shape, rate),
  high: gammaQuantile(0.975, shape, rate),
});

/**
 * Outcomes are taken as Poisson with a mean of yield times spend, so a gamma prior stays one (Gelman et al. 2013, Bayesian Data
 * Analysis, section 2.6). The prior is worth one outcome at the yield of all lines together. A fact fades by half in each half-life,
 * as what sells changes over the day (discounted Thompson sampling, Raj & Kalyani 2017, arXiv 1707.09727).
 */
export function yieldPosteriors(lines: readonly (readonly LineFact[])[], halfLife: number): readonly YieldPosterior[] {
  const sums = lines.map((facts) => fadedSums(facts, halfLife));
  const outcomes = sums.reduce((sum, line) => sum + line.outcomes, 0);
  const spend = sums.reduce((sum, line) => sum + line.spend, 0);
  const priorRate = Math.max(spend, 1) / Math.max(outcomes, 1);
  return sums.map((line) => {
    const [shape, rate] = [1 + line.outcomes, priorRate + line.spend];
    return { shape, rate, mean: shape / rate };
  });
}

function fadedSums(
  facts: readonly LineFact[],
  halfLife: number,
): { readonly outcomes: number; readonly spend: number } {
  let [outcomes, spend] = [0, 0];
  for (const fact of facts) {
    const weight = 2 ** (-fact.age / halfLife);
    outcomes += weight * fact.outcomes;
    spend += weight * fact.spend;
  }
  return { outcomes, spend };
}
