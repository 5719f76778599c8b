import type { Interval } from "../numeric/wilson-interval";

export const outcomes = ["WINNER", "NO_DIFFERENCE", "NOT_DECIDED"] as const;
export type Outcome = (typeof outcomes)[number];

export const decisionReasons = [
  "BETTER_THAN_CONTROL",
  "CONTROL_IS_BETTER",
  "WITHIN_NAMED_EFFECT",
  "NO_PEOPLE",
  "NO_EXPOSURES",
  "SAMPLE_RATIO_MISMATCH",
  "UNKNOWN_EFFECT",
  "GUARDRAIL_BREACHED",
  "HORIZON_NOT_REACHED",
  "TOO_UNCERTAIN",
] as const;
export type DecisionReason = (typeof decisionReasons)[number];

/** A treatment's relative effect on a metric; null where it is not known. */
export interface JudgedEffect {
  readonly variant: number;
  readonly effect: { readonly value: number; readonly interval: Interval; readonly adjustedPValue: number } | null;
  readonly isHigherBetter: boolean;
}

export interface DecisionInput {
  readonly people: number;
  readonly exposedPeople: number;
  /** Null where there is nothing to check. */
  readonly sampleRatioPValue: number | null;
  /** Every treatment against the control, on the primary metric. */
  readonly primary: readonly JudgedEffect[];
  /** The same on each guardrail. */
  readonly guardrails: readonly JudgedEffect[];
  /** Whether it may be decided now: always, of a test that is valid at any time. */
  readonly mayDecide: boolean;
  /** The relative effect that was looked for. */
  readonly namedEffect: number;
  readonly alpha: number;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly reason: DecisionReason;
  /** The winner, or the variant that the reason is about; null: the control wins, or it is about none. */
  readonly variant: number | null;
}

/** People who came otherwise than planned make every figure doubtful: a strict level, as the check is made at every read-out. */
export const SAMPLE_RATIO_ALPHA = 0.001;

/**
 * What an experiment says. A treatment wins that is better than the control at `alpha` after correction, the one of the largest
 * effect if several are, and harms no guardrail. The control wins where every treatment is worse. No difference is said where every
 * interval lies within the named effect on both sides (two one-sided tests: Schuirmann 1987); absence of evidence is not.
 */
export function decide(input: DecisionInput): Decision {
  const undecided = (reason: DecisionReason, variant: number | null = null): Decision => ({
    outcome: "NOT_DECIDED",
    reason,
    variant,
  });
  if (input.people === 0) return undecided("NO_PEOPLE");
  if (input.exposedPeople === 0) return undecided("NO_EXPOSURES");
  if (input.sampleRatioPValue !== null && input.sampleRatioPValue < SAMPLE_RATIO_ALPHA)
    return undecided("SAMPLE_RATIO_MISMATCH");
  if (!input.mayDecide) return undecided("HORIZON_NOT_REACHED");
  const known = input.primary.flatMap(({ variant, effect, isHigherBetter }) =>
    effect === null ? [] : [{ variant, ...effect, gain: isHigherBetter ? effect.value : -effect.value }],
  );
  if (known.length < input.primary.length) return undecided("UNKNOWN_EFFECT");
  const significant = known.filter(({ adjustedPValue }) => adjustedPValue < input.alpha);
  const best = significant.filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain)[0];
  if (best) {
    if (input.guardrails.some((one) => one.variant === best.variant && isHarmed(one, input.alpha)))
      return undecided("GUARDRAIL_BREACHED", best.variant);
    return { outcome: "WINNER", reason: "BETTER_THAN_CONTROL", variant: best.variant };
  }
  if (significant.length === known.length) return { outcome: "WINNER", reason: "CONTROL_IS_BETTER", variant: null };
  const isWithin = known.every(
    ({ interval }) => interval.low > -input.namedEffect && interval.high < input.namedEffect,
  );
  if (isWithin) return { outcome: "NO_DIFFERENCE", reason: "WITHIN_NAMED_EFFECT", variant: null };
  return undecided("TOO_UNCERTAIN");
}

/** A guardrail is breached by an effect to the bad side at `alpha`. */
export const isHarmed = ({ effect, isHigherBetter }: JudgedEffect, alpha: number): boolean =>
  effect !== null && effect.adjustedPValue < alpha && (isHigherBetter ? effect.value < 0 : effect.value > 0);
