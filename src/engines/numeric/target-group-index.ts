import { InvalidInputError } from "./invalid-input";
import { normalQuantile } from "./normal-distribution";
import { type Interval, wilsonInterval } from "./wilson-interval";

/** Counts of people: `audience` and `target` are parts of `base`, and `both` are in each of them. */
export interface AudienceCounts {
  readonly both: number;
  readonly audience: number;
  readonly target: number;
  readonly base: number;
}

export interface TargetGroupIndex extends Interval {
  /** 100: the audience holds as large a share of the target as the base does. */
  readonly value: number;
}

/**
 * TGI: 100 x (both / audience) / (target / base), with a 95 % interval on the log scale by the delta method. The audience is a part
 * of the base, so the two shares are not independent, as Katz et al. 1978 have them: of the four cells that the base falls into,
 * a multinomial sample, the variance of the logarithm is
 *   1/both - 1/audience - 1/target + 2 both / (audience x target) - 1/base,
 * which is 0 where the audience is the whole base. With nobody in both, where there is no logarithm, the upper end is that of
 * Wilson's interval of both / audience over target / base. Null without audience or target.
 */
export function targetGroupIndex(counts: AudienceCounts): TargetGroupIndex | null {
  assertCounts(counts);
  const { both, audience, target, base } = counts;
  if (audience === 0 || target === 0) return null;
  const share = target / base;
  const value = (100 * (both / audience)) / share;
  if (both === 0) {
    const { high } = wilsonInterval({ successes: both, trials: audience })!;
    return { value, low: 0, high: (100 * high) / share };
  }
  const variance = 1 / both - 1 / audience - 1 / target + (2 * both) / (audience * target) - 1 / base;
  const factor = Math.exp(-normalQuantile(0.025) * Math.sqrt(Math.max(0, variance)));
  return { value, low: value / factor, high: value * factor };
}

function assertCounts({ both, audience, target, base }: AudienceCounts): void {
  const isWhole = [both, audience, target, base].every((count) => Number.isSafeInteger(count) && count >= 0);
  if (isWhole && both <= Math.min(audience, target) && audience + target - both <= base) return;
  throw new InvalidInputError(
    `Audience and target must be whole counts of people of one base with their overlap, but got ${both} in both, ${audience} and ${target} of ${base}; count all four among the same people.`,
  );
}
