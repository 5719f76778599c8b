/**
 * Whether counting a figure again could give another one. COMPLETE: it would be the same, as far as is known. PROVISIONAL: it ends
 * so lately that data is still expected. OUTDATED: touchpoints that concern it came or went after it was counted.
 */
export const dataStates = ["COMPLETE", "PROVISIONAL", "OUTDATED"] as const;
export type DataState = (typeof dataStates)[number];

/**
 * How long after an instant data is still expected. Media platforms and shops report a day on the next one, and monitors repeat
 * what failed for another: less would call half-delivered days COMPLETE, more would keep every fresh figure in doubt.
 */
export const LATE_DATA_HOURS = 48;

/** `asOf`: touchpoints before this instant are counted. */
export function dataState(
  { isOutdated, asOf }: { readonly isOutdated: boolean; readonly asOf: Date },
  now: Date,
): DataState {
  if (isOutdated) return "OUTDATED";
  return now.getTime() < asOf.getTime() + LATE_DATA_HOURS * 3_600_000 ? "PROVISIONAL" : "COMPLETE";
}
