/**
 * Touches of a journey that count, the latest ones: a person with more is mostly a shared account or a robot, and every
 * further touch lengthens the path that travels. The longest of 10,000 published paths (PathData) has 89.
 */
export const MAX_TOUCHES = 100;

/** Different touches of one report, by all that its dimensions ask: their numbers are written into the statement. */
export const MAX_DISTINCT_TOUCHES = 100_000;

/** Most lines of one dimension; the smallest beyond are part of OTHER. A Markov chain of more takes seconds to solve. */
export const MAX_LINES = 1_000;

export { SMALLEST_LINE } from "../../platform/small-groups";
