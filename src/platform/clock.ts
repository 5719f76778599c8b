/** The time as the process sees it; tests pass their own. */
export interface Clock {
  now(): Date;
}

/** Clocks run ahead; what a sender says of a time further ahead is wrong, and would sit in windows that it is no part of. */
export const MAX_CLOCK_SKEW_MS = 10 * 60_000;

export const systemClock: Clock = { now: () => new Date() };
