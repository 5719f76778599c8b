import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, cp, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DataFolder } from "./data-folder";
import type { PostgresBinaries } from "./postgres-binaries";
import { readFileIfAny, writePrivateFile } from "./private-file";
import { canUse, findOwner, findUnprivilegedUser, type UnprivilegedUser } from "./unprivileged-user";

/** Where PostgreSQL's data and programs are and who runs them; `user` is absent unless we are root. */
export interface PostgresPlace {
  readonly data: string;
  readonly programs: string;
  readonly user?: UnprivilegedUser;
  readonly elsewhere?: Elsewhere;
}

/** A folder outside the data folder. `belongsTo` keeps a copied data folder from writing into the original's database. */
interface Elsewhere {
  readonly belongsTo: string;
  readonly folder: string;
  readonly user: UnprivilegedUser;
}

/** Survives a reboot, unlike /tmp, and every user may enter it. */
const ELSEWHERE = "/var/tmp";

/**
 * PostgreSQL refuses to run as root. As root we run it as another user, and where that user cannot enter the data folder or
 * run the programs (a checkout below /root), its data and a copy of its programs go to a folder of its own under /var/tmp.
 */
export async function choosePostgresPlace(folder: DataFolder, binaries: PostgresBinaries): Promise<PostgresPlace> {
  const inside = { data: folder.postgres, programs: binaries.folder };
  if (process.getuid?.() !== 0) return inside;

  const known = await readFileIfAny(folder.postgresElsewhere);
  if (known !== undefined) return placeAt(checkElsewhere(JSON.parse(known) as Elsewhere, folder), binaries);

  const hasData = holdsCluster(folder.postgres);
  const user = hasData ? await findOwner(folder.postgres) : await findUnprivilegedUser();
  if (await canUse(user, folder.root, join(binaries.folder, "bin", "postgres"))) return { ...inside, user };
  if (hasData) {
    throw new Error(
      `PostgreSQL's data in ${folder.postgres} must be within reach of its owner, but the user ${user.name} cannot enter ${folder.root} or run the programs in ${binaries.folder}. Let every user enter these folders (chmod o+x), or set DATABASE_URL.`,
    );
  }
  return placeAt(await makeElsewhere(folder, user), binaries);
}

export function holdsCluster(data: string): boolean {
  return existsSync(join(data, "PG_VERSION"));
}

/** Called once the data exists, so that what is remembered is never an empty folder. */
export async function rememberElsewhere(folder: DataFolder, elsewhere: Elsewhere): Promise<void> {
  await writePrivateFile(folder.postgresElsewhere, JSON.stringify(elsewhere, null, 2));
}

function checkElsewhere(known: Elsewhere, folder: DataFolder): Elsewhere {
  if (known.belongsTo !== folder.root) {
    throw new Error(
      `The data folder must stay where it was made, because its PostgreSQL data is in ${known.folder}, but ${known.belongsTo} is now ${folder.root}. Move it back, or set DATABASE_URL.`,
    );
  }
  if (!holdsCluster(join(known.folder, "postgres"))) {
    throw new Error(
      `PostgreSQL's data must be in ${known.folder}, but it is gone from there. Restore it, or remove ${folder.root} to begin with empty engines.`,
    );
  }
  return known;
}

/** mkdtemp makes the folder itself with mode 0700, so nobody can have put one there before; the hash says whose it is. */
async function makeElsewhere(folder: DataFolder, user: UnprivilegedUser): Promise<Elsewhere> {
  const hash = createHash("sha256").update(folder.root).digest("hex").slice(0, 12);
  const made = await mkdtemp(join(ELSEWHERE, `valuegraph-${hash}-`));
  await chown(made, user.uid, user.gid);
  return { belongsTo: folder.root, folder: made, user };
}

async function placeAt(elsewhere: Elsewhere, binaries: PostgresBinaries): Promise<PostgresPlace> {
  const programs = join(elsewhere.folder, `programs-${binaries.version}`);
  if (!existsSync(programs)) {
    const unfinished = `${programs}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await cp(binaries.folder, unfinished, { recursive: true, verbatimSymlinks: true });
    await rename(unfinished, programs);
  }
  return { data: join(elsewhere.folder, "postgres"), programs, user: elsewhere.user, elsewhere };
}
