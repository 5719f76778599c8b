import { InvalidInputError } from "../numeric/invalid-input";
import { targetGroupIndex } from "../numeric/target-group-index";
import type { Interval } from "../numeric/wilson-interval";

/** Counts of baskets: `both` hold antecedent and consequent, all of them are among `all`. */
export interface BasketCounts {
  readonly both: number;
  readonly antecedent: number;
  readonly consequent: number;
  readonly all: number;
}

/** How strongly a rule "antecedent, then consequent" holds: Agrawal, Imielinski & Swami 1993; lift: Brin et al. 1997. */
export interface Association {
  /** P(antecedent and consequent), 0 to 1. */
  readonly support: number;
  /** P(consequent | antecedent), 0 to 1. */
  readonly confidence: number;
  /** P(both) / (P(antecedent) P(consequent)); 1: no association. */
  readonly lift: number;
  /** 95 %, as of a target group index, which is 100 times the lift. */
  readonly liftInterval: Interval;
}

/** Null where the antecedent or the consequent is in no basket. */
export function associate(counts: BasketCounts): Association | null {
  const { both, antecedent, consequent, all } = counts;
  if (![both, antecedent, consequent, all].every((count) => Number.isSafeInteger(count) && count >= 0))
    throw new InvalidInputError(
      `Baskets must be whole numbers of at least 0, but got ${both}, ${antecedent}, ${consequent} of ${all}; count them.`,
    );
  const index = targetGroupIndex({ both, audience: antecedent, target: consequent, base: all });
  if (!index) return null;
  return {
    support: both / all,
    confidence: both / antecedent,
    lift: index.value / 100,
    liftInterval: { low: index.low / 100, high: index.high / 100 },
  };
}
