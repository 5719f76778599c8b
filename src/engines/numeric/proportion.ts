import { InvalidInputError } from "./invalid-input";

/** How many of a number of trials succeeded. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

export function assertProportion({ successes, trials }: Proportion): void {
  if (!Number.isSafeInteger(trials) || trials < 0) {
    throw new InvalidInputError(`Trials must be a whole number of at least 0 but got ${trials}; pass a count.`);
  }
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > trials) {
    throw new InvalidInputError(
      `Successes must be a whole number from 0 to ${trials}, the number of trials, but got ${successes}; count successes among the same trials.`,
    );
  }
}
