import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of package.json: where migrations lie, from sources and from `dist` alike. */
export const projectRoot: string = find(__dirname);

function find(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error(`package.json must lie above ${__dirname}, but does not; install the package whole`);
  return find(parent);
}
