import { openSync, renameSync } from "node:fs";

/**
 * Opens a fresh log for one run of an engine and returns its descriptor. The log of the run before is kept as `.previous`: what
 * made an engine end is still there after the restart, and logs do not grow with every start.
 */
export function openEngineLog(path: string): number {
  try {
    renameSync(path, `${path}.previous`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return openSync(path, "a", 0o600);
}
