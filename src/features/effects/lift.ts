import type { Interval } from "../../engines/numeric/wilson-interval";
import type { SmallGroups } from "../../platform/small-groups";

export const effectVerdicts = ["HIGHER", "LOWER", "NOT_SEPARABLE", "UNDEFINED"] as const;
export type EffectVerdict = (typeof effectVerdicts)[number];

/** What an interval says of an effect that would be `none` by chance alone. */
export function verdictOf(interval: Interval | null | undefined, none: 0 | 1): EffectVerdict {
  if (!interval) return "UNDEFINED";
  if (interval.low > none) return "HIGHER";
  return interval.high < none ? "LOWER" : "NOT_SEPARABLE";
}

/** How many times another rate a rate is, with its 95 % interval. */
export interface Lift {
  readonly value: number;
  /** Null where nobody succeeded on one side: the logarithm has no finite error then. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** A lift of exact counts, told to two digits where counts are rounded. */
export function roundLift({ value, interval }: Lift, { roundingBase }: SmallGroups): Lift {
  if (roundingBase === 1) return { value, interval };
  const round = (figure: number): number => Number(figure.toPrecision(2));
  return { value: round(value), interval: interval && { low: round(interval.low), high: round(interval.high) } };
}
