/** States of a job: QUEUED -> RUNNING -> SUCCEEDED | FAILED | CANCELLED; RUNNING -> QUEUED when an attempt is given up. */
export type JobStatus = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";

/** The record of one job, as everybody may see it. */
export interface JobRun {
  readonly id: string;
  readonly organisationId: string;
  readonly accessKeyId: string;
  readonly kind: string;
  readonly status: JobStatus;
  readonly progress: number;
  readonly attempt: number;
  readonly payload: unknown;
  readonly result: unknown;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** A job that cannot succeed however often it is tried: recorded as FAILED with this code and sentence. */
export class JobFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
