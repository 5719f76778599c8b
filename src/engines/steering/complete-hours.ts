/** A report of a line: an hour, or a day of one that reports by days. Milliseconds. */
export interface ReportedPeriod {
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 3_600_000;

/**
 * Until when a line's hours are complete: an hour is when it ended `lateHours` ago or longer and it was reported, or a later one was,
 * as media leave out hours in which nothing ran. What comes for it later restates it. Never before `from`, nor past `to`.
 */
export function completeUntil(
  reports: readonly ReportedPeriod[],
  {
    from,
    to,
    now,
    lateHours,
  }: { readonly from: number; readonly to: number; readonly now: number; readonly lateHours: number },
): number {
  const due = now - lateHours * HOUR_MS;
  const ends = reports.flatMap((report) => (report.to <= due ? [report.to] : []));
  const last = ends.reduce((latest, end) => Math.max(latest, end), from);
  return Math.min(last, to);
}
