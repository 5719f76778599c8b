/** How far below its industry a figure lies, worst first. */
export const severities = ["CRITICAL", "WARNING", "NOTICE"] as const;

export type Severity = (typeof severities)[number];

/** A shortfall as a signed deviation from the industry mean in peer deviations, and as a share of the mean. */
export interface Shortfall {
  /** Null where all peers are alike: then there is no deviation to measure by. */
  readonly z: number | null;
  /** (mean - own) / mean, above 0. */
  readonly relative: number;
}

/**
 * Half a peer deviation below the mean is where a finding begins: of brands that differ by chance alone three in ten lie lower, so
 * the list stays short and a brand among uneven peers is still heard. One deviation: one in six. Two: one in forty.
 */
const NOTICE_BELOW_Z = -0.5;
const WARNING_AT_Z = -1;
const CRITICAL_AT_Z = -2;
/** Where peers are alike, any shortfall is a finding, and its share of the mean decides. */
const WARNING_AT_SHARE = 0.25;
const CRITICAL_AT_SHARE = 0.5;

/** Null: no finding. */
export function severityOf({ z, relative }: Shortfall): Severity | null {
  if (!(relative > 0)) return null;
  if (z === null)
    return relative >= CRITICAL_AT_SHARE ? "CRITICAL" : relative >= WARNING_AT_SHARE ? "WARNING" : "NOTICE";
  if (z >= NOTICE_BELOW_Z) return null;
  return z <= CRITICAL_AT_Z ? "CRITICAL" : z <= WARNING_AT_Z ? "WARNING" : "NOTICE";
}

/** Most negative z first; shortfalls without one follow, the largest share first. */
export function compareShortfalls(a: Shortfall, b: Shortfall): number {
  if (a.z !== null && b.z !== null) return a.z - b.z;
  if (a.z === null && b.z === null) return b.relative - a.relative;
  return a.z === null ? 1 : -1;
}
