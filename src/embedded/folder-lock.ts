import { openSync } from "node:fs";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { DataType } from "ffi-rs";
import { loadOptional } from "./optional-package";

const LOCK_EX = 2;
const LOCK_NB = 4;
const RETRY_MS = 50;

/** Engines take 120 s at most to start and 7 s to end (engine-process.ts): who holds the lock for longer and serves nothing, hangs. */
const PATIENCE_MS = 150_000;

/**
 * Waits for the exclusive lock of a data folder and returns the descriptor that holds it.
 *
 * flock(2), reached through ffi-rs because Node has no call for it, and no file with a pid: the kernel frees it when the last
 * process with a copy of the descriptor ends, however it ends, so there is no stale lock to judge and no race in removing one.
 * The descriptor is handed to the engines as well: the lock is free only when their data is untouched by anybody.
 */
export async function lockFolder(path: string): Promise<number> {
  const ffi = await loadOptional("ffi-rs", () => import("ffi-rs"));
  // An empty path means the symbols of this process, which has libc in it.
  ffi.open({ library: "libc", path: "" });
  const fd = openSync(path, "a", 0o600);
  for (let waited = 0; ; waited += RETRY_MS) {
    const { value, errnoCode, errnoMessage } = ffi.load<DataType.I32, true>({
      library: "libc",
      funcName: "flock",
      retType: ffi.DataType.I32,
      paramsType: [ffi.DataType.I32, ffi.DataType.I32],
      paramsValue: [fd, LOCK_EX | LOCK_NB],
      errno: true,
    });
    if (value === 0) return fd;
    if (errnoCode !== constants.errno.EWOULDBLOCK) {
      throw new Error(
        `The data folder must allow file locks, but ${path} got: ${errnoMessage}. Choose a folder on a local disk.`,
      );
    }
    if (waited >= PATIENCE_MS) {
      throw new Error(
        `One process at a time must run the engines of a folder, but ${path} is held by one that does not answer. End it (fuser ${path} names it), or choose another folder.`,
      );
    }
    await delay(RETRY_MS);
  }
}
