import { spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { logTail } from "./engine-process";
import type { PostgresPlace } from "./postgres-place";

export const OWNER_ROLE = "valuegraph_owner";

export interface NewCluster {
  readonly place: PostgresPlace;
  readonly ownerPassword: string;
  readonly logFile: string;
  readonly logDescriptor: number;
  readonly lockDescriptor: number;
}

/**
 * Runs initdb beside the final place and renames its result, so that a kill in between leaves nothing that looks like data.
 * Collation is PostgreSQL's builtin C.UTF-8: the same order on every machine, whatever libc or ICU it has.
 */
export async function createCluster({
  place,
  ownerPassword,
  logFile,
  logDescriptor,
  lockDescriptor,
}: NewCluster): Promise<void> {
  const unfinished = `${place.data}.unfinished`;
  const passwordFile = `${place.data}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, ownerPassword, { mode: 0o600 });
  if (place.user) {
    await chown(unfinished, place.user.uid, place.user.gid);
    await chown(passwordFile, place.user.uid, place.user.gid);
  }
  const initdb = spawn(
    join(place.programs, "bin", "initdb"),
    [
      `--pgdata=${unfinished}`,
      `--username=${OWNER_ROLE}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
    ],
    // The lock goes along: an initdb that outlives a killed supervisor must end before the next one begins.
    {
      uid: place.user?.uid,
      gid: place.user?.gid,
      cwd: "/",
      stdio: ["ignore", logDescriptor, logDescriptor, lockDescriptor],
    },
  );
  const [code, signal] = (await once(initdb, "exit")) as [number | null, NodeJS.Signals | null];
  await rm(passwordFile, { force: true });
  if (code !== 0) {
    throw new Error(
      `initdb must succeed, but got ${signal ?? `exit code ${code}`}. The end of ${logFile}:\n${await logTail(logFile)}`,
    );
  }
  await rename(unfinished, place.data);
}
