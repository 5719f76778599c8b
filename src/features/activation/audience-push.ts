import type { JobRun } from "../../platform/jobs/job-run";
import type { PushMode, PushPlan } from "./activation-plan";

export type Operation = "ADD" | "REMOVE";

/** One pack on its way to one destination, in one or several runs. */
export interface AudiencePush {
  readonly id: string;
  readonly audiencePackId: string;
  readonly connectorId: string;
  readonly buildId: string;
  /** The finished push that a delta goes on from; null: everybody enters. */
  readonly basePushId: string | null;
  readonly mode: PushMode;
  readonly runId: string;
  readonly plan: PushPlan;
  readonly addMark: string | null;
  readonly removeMark: string | null;
  /** Of all ids that were added, each ended by a line feed; null until then, or when a chunk changed after it was taken. */
  readonly addSha256: string | null;
  readonly stopRequestedAt: Date | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export type NewPush = Omit<AudiencePush, "addMark" | "removeMark" | "addSha256" | "stopRequestedAt" | "finishedAt">;

/** A chunk that the destination has taken. */
export interface SentChunk {
  readonly operation: Operation;
  readonly number: number;
  readonly ids: number;
  readonly matched: number | null;
  readonly sha256: string;
  readonly mark: string;
}

/** What the destination has taken so far. */
export interface PushReceipt {
  readonly pushId: string;
  /** Ids, of people added and of people removed together. */
  readonly sent: number;
  /** Null: the destination does not say. */
  readonly matched: number | null;
}

export const PUSH_AUDIENCE_PACK = "PUSH_AUDIENCE_PACK";

/** Failure code of a run that ended because somebody asked for it. */
export const STOPPED = "STOPPED";

export const isStopped = (run: JobRun): boolean => run.failure?.code === STOPPED;
