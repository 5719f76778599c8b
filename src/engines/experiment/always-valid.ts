import { InvalidInputError } from "../numeric/invalid-input";
import { normalCdf } from "../numeric/normal-distribution";
import type { Effect } from "./effect";
import type { TestResult } from "./fixed-horizon";

/**
 * Mixture sequential probability ratio test: p and interval stay valid however often and whenever they are read. The effect under
 * the alternative is normal around 0 with standard deviation `tau`, best near the effects that one looks for; any tau above 0 is
 * valid. Johari, Koomen, Pekelis & Walsh 2022, Always valid inference, Operations Research 70, section 4 (p = 1 / likelihood ratio);
 * the interval is the set of effects that the test does not refuse at `alpha`.
 */
export function alwaysValidTest({ value, variance }: Effect, tau: number, alpha = 0.05): TestResult {
  if (!(tau > 0 && Number.isFinite(tau)))
    throw new InvalidInputError(
      `tau must be a finite number above 0 but got ${tau}; pass the effect that is looked for.`,
    );
  const [v, mixed] = [variance, variance + tau ** 2];
  const half = halfWidth(variance, tau, alpha);
  const logRatio = 0.5 * Math.log(v / mixed) + (value ** 2 * tau ** 2) / (2 * v * mixed);
  return {
    value,
    standardError: Math.sqrt(v),
    interval: { low: value - half, high: value + half },
    pValue: Math.min(1, Math.exp(-logRatio)),
  };
}

/** The chance that one read-out, at the horizon, finds an effect; earlier ones can only add to it. */
export const powerOfAlwaysValid = (effect: number, variance: number, tau: number, alpha = 0.05): number =>
  normalCdf((Math.abs(effect) - halfWidth(variance, tau, alpha)) / Math.sqrt(variance));

function halfWidth(variance: number, tau: number, alpha: number): number {
  const mixed = variance + tau ** 2;
  return Math.sqrt(((variance * mixed) / tau ** 2) * (2 * Math.log(1 / alpha) + Math.log(mixed / variance)));
}
