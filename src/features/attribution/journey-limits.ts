/**
 * Touches of a journey that count, the latest ones: a person with more is mostly a shared account or a robot, and every
 * further touch lengthens the path that travels. The longest of 10,000 published paths (PathData) has 89.
 */
export const MAX_TOUCHES = 100;

/** As many people are listed per path: enough to tell of any union of paths whether it is small. */
export { SMALLEST_LINE } from "../../platform/small-groups";
