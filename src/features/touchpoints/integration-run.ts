/**
 * States of a run: RUNNING -> SUCCEEDED | FAILED | STOPPED, from the last two back to RUNNING when it is resumed, and from
 * any but RUNNING to ROLLED_BACK. Counts are of committed chunks and stay when the run is rolled back.
 */
export type IntegrationRunStatus =
  | "QUEUED"
  | "RUNNING"
  | "STOPPED"
  | "SUCCEEDED"
  | "FAILED"
  | "CANCELLED"
  | "ROLLED_BACK";

export interface IntegrationRun {
  readonly id: string;
  readonly sourceId: number;
  readonly name: string;
  readonly status: IntegrationRunStatus;
  readonly progress: number | null;
  readonly received: bigint;
  readonly accepted: bigint;
  readonly duplicates: bigint;
  readonly conflicts: bigint;
  readonly rejected: bigint;
  /** Rows per rejection reason. */
  readonly rejectedByReason: Readonly<Record<string, number>>;
  /** Rejected rows can be read still. */
  readonly hasRejectedRows: boolean;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly rolledBackAt: Date | null;
}

/** Which runs to list; null asks nothing. */
export interface RunFilter {
  readonly sourceId: number | null;
  readonly status: IntegrationRunStatus | null;
}
