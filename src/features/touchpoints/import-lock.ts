import { createHash } from "node:crypto";

/**
 * Advisory lock that the process importing a run holds: free, nobody imports it, however the process ended. Negative, so
 * that it is never one of the intake's locks.
 */
export function importLock(runId: string): bigint {
  return -1n - (createHash("sha256").update(`import ${runId}`).digest().readBigUInt64BE(0) >> 1n);
}
