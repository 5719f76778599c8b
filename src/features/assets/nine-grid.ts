/** Rows of the nine-grid (纵轴), the most specific intent first. */
export const intents = ["BRAND", "CATEGORY", "PLATFORM"] as const;
export type Intent = (typeof intents)[number];

/** Columns of the nine-grid (横轴). */
export const loyalties = ["LOYAL", "POTENTIAL", "SWING"] as const;
export type Loyalty = (typeof loyalties)[number];

export const crowdGroups = ["BASE", "POTENTIAL", "INDUSTRY", "PENETRATION"] as const;
export type CrowdGroup = (typeof crowdGroups)[number];

/** How bitmaps and figures number cells: 1 to 9 row by row (BRAND x LOYAL is 1, PLATFORM x SWING is 9); 0 is a person of the universe without intent. */
export type CellLabel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export interface Cell {
  readonly label: CellLabel;
  readonly intent: Intent;
  readonly loyalty: Loyalty;
}

export const cellLabelOf = (intent: Intent, loyalty: Loyalty): CellLabel =>
  (1 + intents.indexOf(intent) * loyalties.length + loyalties.indexOf(loyalty)) as CellLabel;

/** The nine cells in the order of their labels. */
export const cells: readonly Cell[] = intents.flatMap((intent) =>
  loyalties.map((loyalty) => ({ label: cellLabelOf(intent, loyalty), intent, loyalty })),
);
