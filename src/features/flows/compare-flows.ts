import { proportionRatio } from "../../engines/numeric/proportion-ratio";
import { twoProportionZ } from "../../engines/numeric/two-proportion-z";
import type { Interval } from "../../engines/numeric/wilson-interval";
import type { Flow } from "./flow";
import { type FlowFigure, proportionOf } from "./flow-figure";

export const flowTests = ["TWO_PROPORTIONS", "LOG_RATIO"] as const;
export type FlowTest = (typeof flowTests)[number];

export const changeVerdicts = ["HIGHER", "LOWER", "NOT_SEPARABLE", "UNDEFINED", "SUPPRESSED"] as const;
export type ChangeVerdict = (typeof changeVerdicts)[number];

/** Two-sided tests are read at this level. */
export const SIGNIFICANCE = 0.05;

/** A flow in two windows. */
export interface FlowChange extends Flow {
  readonly now: FlowFigure;
  readonly base: FlowFigure;
  /** Ratio of the two less 1; null where it is not defined or a count is withheld. */
  readonly change: ({ readonly value: number } & { readonly interval: Interval | null }) | null;
  readonly test: {
    readonly method: FlowTest;
    readonly z: number;
    readonly chiSquare: number;
    readonly pValue: number;
  } | null;
  readonly verdict: ChangeVerdict;
}

/**
 * Compares a flow with the same flow of a base. `daysRatio`, the base's days over those of now, makes windows of different
 * length alike: shares per day are compared. 1: the shares themselves are, by the pooled test of two proportions; per day their
 * ratio is tested, as a share per day is no proportion.
 */
export function compareFlow(now: FlowFigure, base: FlowFigure, daysRatio: number): FlowChange {
  const flow = { from: now.from, to: now.to, now, base };
  const [first, second] = [proportionOf(now), proportionOf(base)];
  if (!first || !second) return { ...flow, change: null, test: null, verdict: "SUPPRESSED" };
  const ratio = proportionRatio(first, second, { scale: daysRatio });
  const change =
    now.value === null || !base.value
      ? null
      : {
          value: (daysRatio * now.value) / base.value - 1,
          interval: ratio && { low: ratio.low - 1, high: ratio.high - 1 },
        };
  const tested = daysRatio === 1 ? twoProportionZ(first, second) : ratio;
  if (!tested) return { ...flow, change, test: null, verdict: "UNDEFINED" };
  const { z, pValue } = tested;
  const method = daysRatio === 1 ? "TWO_PROPORTIONS" : "LOG_RATIO";
  const verdict = pValue >= SIGNIFICANCE ? "NOT_SEPARABLE" : z > 0 ? "HIGHER" : "LOWER";
  return { ...flow, change, test: { method, z, chiSquare: z * z, pValue }, verdict };
}
