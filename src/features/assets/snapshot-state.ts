import type { AssetSnapshot } from "./asset-snapshot";

/**
 * COMPLETE: taking it again would give the same figures, as far as is known. PROVISIONAL: its instant is so young that data
 * is still expected. OUTDATED: touchpoints that concern it came or went after it was taken.
 */
export const assetSnapshotStates = ["COMPLETE", "PROVISIONAL", "OUTDATED"] as const;
export type AssetSnapshotState = (typeof assetSnapshotStates)[number];

/**
 * How long after an instant data is still expected. Media platforms and shops report a day on the next one, and monitors repeat
 * what failed for another: less would call half-delivered days COMPLETE, more would keep every fresh figure in doubt.
 */
export const LATE_DATA_HOURS = 48;

export function assetSnapshotState(
  { isOutdated, asOf }: Pick<AssetSnapshot, "isOutdated" | "asOf">,
  now: Date,
): AssetSnapshotState {
  if (isOutdated) return "OUTDATED";
  return now.getTime() < asOf.getTime() + LATE_DATA_HOURS * 3_600_000 ? "PROVISIONAL" : "COMPLETE";
}
