import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for one test. mkdtemp makes it 0700; run by root, PostgreSQL's user must pass through it. */
export async function makeEngineFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "valuegraph-embedded-"));
  await chmod(folder, 0o711);
  return folder;
}

/** Removes the folder and what its engines put outside it. */
export async function removeEngineFolder(folder: string): Promise<void> {
  const elsewhere = join(folder, "postgres-elsewhere.json");
  if (existsSync(elsewhere)) {
    const { folder: outside } = JSON.parse(await readFile(elsewhere, "utf8")) as { folder: string };
    await rm(outside, { recursive: true, force: true });
  }
  await rm(folder, { recursive: true, force: true });
}
