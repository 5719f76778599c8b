import type { MetricSums, Sample } from "./sample";

/** Sums of a metric, of the same metric in the period before, and of their products, person by person. */
export interface PairedSums extends MetricSums {
  readonly before: number;
  readonly beforeSquares: number;
  readonly products: number;
}

export interface CupedSamples {
  /** In the order of the arms; null of fewer than two people. */
  readonly samples: readonly (Sample | null)[];
  readonly theta: number;
  /** Share of the variance that the period before explains, 0 to 1. */
  readonly explained: number;
}

/**
 * Controlled experiments using pre-experiment data: each person's value less theta times what it was before, about the mean of
 * everybody, with theta = cov / var over all arms within them. Unbiased, as assignment knows nothing of the period before. Deng, Xu,
 * Kohavi & Walker 2013, Improving the sensitivity of online controlled experiments by utilizing pre-experiment data, WSDM.
 * Null where nobody varied before.
 */
export function cuped(arms: readonly PairedSums[]): CupedSamples | null {
  const within = arms.map(deviationsOf);
  const total = (pick: (one: Deviations) => number): number => within.reduce((sum, one) => sum + pick(one), 0);
  const [xx, xy, yy] = [total(({ xx }) => xx), total(({ xy }) => xy), total(({ yy }) => yy)];
  const people = arms.reduce((sum, arm) => sum + arm.people, 0);
  if (!(xx > 0)) return null;
  const theta = xy / xx;
  const meanBefore = arms.reduce((sum, arm) => sum + arm.before, 0) / people;
  return {
    theta,
    explained: yy > 0 ? Math.min(1, xy ** 2 / (xx * yy)) : 0,
    samples: arms.map((arm, index) => {
      if (arm.people < 2) return null;
      const one = within[index]!;
      const squares = Math.max(0, one.yy - 2 * theta * one.xy + theta ** 2 * one.xx);
      const mean = arm.sum / arm.people - theta * (arm.before / arm.people - meanBefore);
      return { people: arm.people, mean, variance: squares / (arm.people - 1) };
    }),
  };
}

interface Deviations {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** Sums of squares and products about the arm's means. */
function deviationsOf({ people, sum, sumOfSquares, before, beforeSquares, products }: PairedSums): Deviations {
  if (people === 0) return { xx: 0, xy: 0, yy: 0 };
  return {
    xx: Math.max(0, beforeSquares - before ** 2 / people),
    xy: products - (before * sum) / people,
    yy: Math.max(0, sumOfSquares - sum ** 2 / people),
  };
}
