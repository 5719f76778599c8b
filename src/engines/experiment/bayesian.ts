import { normalCdf, normalQuantile } from "../numeric/normal-distribution";
import type { Interval } from "../numeric/wilson-interval";
import type { Effect } from "./effect";

export interface BayesianReadOut {
  readonly expected: number;
  /** Null without data, as `interval`. */
  readonly standardDeviation: number | null;
  /** That the treatment is better than the control, 0 to 1. */
  readonly chanceToWin: number;
  readonly interval: Interval | null;
  /** Expected loss of staying with the control, and of taking the treatment. */
  readonly risk: { readonly ofControl: number; readonly ofTreatment: number } | null;
}

/**
 * The effect's distribution under a flat prior, by the normal approximation of its estimate (Gelman et al. 2013, Bayesian Data
 * Analysis, section 4.1); expected losses are those of a normal variable below and above 0. Without data all is as the prior says.
 */
export function bayesianReadOut(effect: Effect | null, alpha = 0.05): BayesianReadOut {
  if (effect === null) return { expected: 0, standardDeviation: null, chanceToWin: 0.5, interval: null, risk: null };
  const deviation = Math.sqrt(effect.variance);
  const z = effect.value / deviation;
  const half = -normalQuantile(alpha / 2) * deviation;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return {
    expected: effect.value,
    standardDeviation: deviation,
    chanceToWin: normalCdf(z),
    interval: { low: effect.value - half, high: effect.value + half },
    risk: {
      ofControl: deviation * (density + z * normalCdf(z)),
      ofTreatment: deviation * (density - z * normalCdf(-z)),
    },
  };
}
