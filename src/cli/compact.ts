import type { Config } from "../config";
import { removeRejectFiles } from "../features/touchpoints";
import { rejectFolderOf } from "./ingest";
import { openApp } from "./open-app";

/** `valuegraph compact`: takes erased people off the disks of both engines, and reject files of before away. */
export async function compact(config: Config): Promise<void> {
  const { app, close } = await openApp(config);
  try {
    const { erasures, lastCompleted } = await app.compaction.compact(({ table, done, tables }) => {
      process.stderr.write(`${done} of ${tables} tables: ${table}\n`);
    });
    const files = lastCompleted === null ? 0 : await removeRejectFiles(rejectFolderOf(config.dataDir), lastCompleted);
    process.stdout.write(`${erasures} erasures are off the disks, ${files} reject files of before are removed.\n`);
  } finally {
    await close();
  }
}
