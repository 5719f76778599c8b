import type { JobRun } from "../../platform/jobs/job-run";

export const erasureOutcomes = ["ERASED", "NOT_KNOWN"] as const;
export type ErasureOutcome = (typeof erasureOutcomes)[number];

/** A receipt: that somebody was erased, told to nobody who does not know the identity already. */
export interface IdentityErasure {
  readonly id: string;
  readonly mark: string;
  readonly requestReference: string;
  /** Null until it is completed. */
  readonly outcome: ErasureOutcome | null;
  readonly requestedAt: Date;
  readonly completedAt: Date | null;
  readonly compactedAt: Date | null;
  readonly run: Pick<JobRun, "id" | "status" | "progress" | "startedAt" | "finishedAt" | "failure">;
}
