/**
 * Touches of a journey that count, the latest ones: a person with more is mostly a shared account or a robot, and every
 * further touch lengthens the path that travels. The longest of 10,000 published paths (PathData) has 89.
 */
export const MAX_TOUCHES = 100;

/**
 * Fewest people who must have converted through a line of a report; below, the line is merged. Delivery and attribution show
 * smaller groups than assets do. As many people are listed per path: enough to tell of any union of paths whether it is small.
 */
export const SMALLEST_LINE = 10;
