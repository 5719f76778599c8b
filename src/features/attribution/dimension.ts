/** What a line of a report can be about. PLATFORM and PLACEMENT are of every report but those of imported paths. */
export const dimensions = [
  "PLATFORM",
  "PLACEMENT",
  "PROGRAMME",
  "CREATIVE",
  "CREATOR",
  "KEYWORD",
  "PACK",
  "STEP",
  "SITE",
  "HOUR",
  "CHANNEL",
] as const;
export type Dimension = (typeof dimensions)[number];

/** What a run computes that asks for no dimension. */
export const DEFAULT_DIMENSIONS: readonly Dimension[] = ["PLATFORM", "PLACEMENT", "PACK", "STEP", "SITE"];
