import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The user as whom PostgreSQL runs when we are root: it refuses root. */
export interface UnprivilegedUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * An existing user, so that nothing is added to the system: `postgres`, which a distribution makes for this purpose, else
 * `nobody`, who shares the data with whatever else runs as nobody.
 */
export async function findUnprivilegedUser(): Promise<UnprivilegedUser> {
  for (const name of ["postgres", "nobody"]) {
    const ids = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]).catch(() => undefined);
    if (ids) return { name, uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
  }
  throw new Error(
    "PostgreSQL cannot run as root and must run as user postgres or nobody, but got neither on this system. Start valuegraph as another user, or set DATABASE_URL.",
  );
}

/** The owner of existing data, who must stay the same whichever users the system has gained since. */
export async function findOwner(path: string): Promise<UnprivilegedUser> {
  const { uid, gid } = await stat(path);
  return { name: `with id ${uid}`, uid, gid };
}

/** Tried rather than computed from modes: access lists and mount options count too. The folder is to be entered, the program run. */
export async function canUse(user: UnprivilegedUser, folder: string, program: string): Promise<boolean> {
  const script = 'cd "$1" && exec "$2" --version';
  return run("/bin/sh", ["-c", script, "sh", folder, program], { uid: user.uid, gid: user.gid, cwd: "/" }).then(
    () => true,
    () => false,
  );
}
