import { InvalidInputError } from "../numeric/invalid-input";

/** People who were followed for so many days: some arrived on that day, the others were not seen any longer. */
export interface Followed {
  readonly days: number;
  readonly arrived: number;
  readonly censored: number;
}

/** One day on which somebody arrived. */
export interface ProductLimitStep {
  readonly days: number;
  /** Followed so long, and not arrived on an earlier day. */
  readonly atRisk: number;
  readonly arrived: number;
  /** Estimated share of all who have not arrived by the end of the day. */
  readonly notArrived: number;
}

/**
 * Product-limit estimate of a time to an event when some are not followed to its end: Kaplan & Meier 1958, J. Am. Stat. Assoc.
 * 53. Who is censored on a day is at risk on it, as arrivals of a day come first. Steps in order of days; none without arrivals.
 */
export function productLimit(people: readonly Followed[]): readonly ProductLimitStep[] {
  for (const { days, arrived, censored } of people)
    if (![days, arrived, censored].every((value) => Number.isSafeInteger(value) && value >= 0))
      throw new InvalidInputError(
        `Days and people must be whole numbers of at least 0, but got ${arrived} arrived and ${censored} censored on day ${days}; count them.`,
      );
  const byDay = new Map<number, { arrived: number; censored: number }>();
  for (const { days, arrived, censored } of people) {
    const known = byDay.get(days) ?? { arrived: 0, censored: 0 };
    byDay.set(days, { arrived: known.arrived + arrived, censored: known.censored + censored });
  }
  let atRisk = people.reduce((sum, { arrived, censored }) => sum + arrived + censored, 0);
  let notArrived = 1;
  const steps: ProductLimitStep[] = [];
  for (const [days, { arrived, censored }] of [...byDay].sort(([a], [b]) => a - b)) {
    if (arrived > 0) {
      notArrived *= (atRisk - arrived) / atRisk;
      steps.push({ days, atRisk, arrived, notArrived });
    }
    atRisk -= arrived + censored;
  }
  return steps;
}

/** What is left of the estimate's rounding: shares are products of at most some hundred quotients. */
const ROUNDING = 1e-12;

/** The first day by whose end at least `share` of all have arrived; null when the people followed do not show it. */
export function arrivalQuantile(steps: readonly ProductLimitStep[], share: number): ProductLimitStep | null {
  if (!(share > 0 && share <= 1))
    throw new InvalidInputError(
      `A share must lie above 0 and be at most 1, but got ${share}; pass 0.5 for the median.`,
    );
  return steps.find(({ notArrived }) => notArrived <= 1 - share + ROUNDING) ?? null;
}
