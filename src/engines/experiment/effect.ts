import type { Sample } from "./sample";

/** An estimate of an effect with the variance of the estimate. */
export interface Effect {
  readonly value: number;
  readonly variance: number;
  /** Of the two variances together. Welch 1947, Biometrika 34; Satterthwaite 1946. */
  readonly degreesOfFreedom: number;
}

/** Difference of means; null where neither varies, as there is nothing to judge it by. */
export function absoluteEffect(control: Sample, treatment: Sample): Effect | null {
  const [a, b] = [control.variance / control.people, treatment.variance / treatment.people];
  if (!(a + b > 0)) return null;
  return {
    value: treatment.mean - control.mean,
    variance: a + b,
    degreesOfFreedom: welchDegrees(control.people, a, treatment.people, b),
  };
}

/**
 * Difference as a share of the control's mean, with the variance of the first-order delta method:
 * vB / (nB mA^2) + vA mB^2 / (nA mA^4). Deng, Knoblich & Lu 2018, Applying the delta method in metric analytics, KDD.
 * Null where the control's mean is not above 0, or neither varies.
 */
export function relativeEffect(control: Sample, treatment: Sample): Effect | null {
  if (!(control.mean > 0)) return null;
  const [a, b] = [control.variance / control.people, treatment.variance / treatment.people];
  if (!(a + b > 0)) return null;
  return {
    value: treatment.mean / control.mean - 1,
    variance: b / control.mean ** 2 + (a * treatment.mean ** 2) / control.mean ** 4,
    degreesOfFreedom: welchDegrees(control.people, a, treatment.people, b),
  };
}

/** At least 1: a sample of one person has a variance of its own in proportions only. */
function welchDegrees(n: number, a: number, m: number, b: number): number {
  const share = a ** 2 / Math.max(1, n - 1) + b ** 2 / Math.max(1, m - 1);
  return Math.max(1, (a + b) ** 2 / share);
}
