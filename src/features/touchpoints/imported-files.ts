import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { ImportedFile } from "./integration-run.store";

/** Enough to tell files apart that have the same size, and read in no time. */
const HEAD_BYTES = 1 << 20;

/** What a file is recognised by when its import is resumed. */
export async function describeFile(path: string): Promise<ImportedFile> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return { path, size, sha256OfHead: createHash("sha256").update(head.subarray(0, bytesRead)).digest("hex") };
  } finally {
    await file.close();
  }
}

/** The sentence for files that are not those of the run, in its order; null when they are. They may have moved. */
export function differenceOf(expected: readonly ImportedFile[], got: readonly ImportedFile[]): string | null {
  if (got.length !== expected.length)
    return `A run must be resumed with its files, which are ${expected.map(({ path }) => path).join(", ")}, but got ${got.length} of ${expected.length}.`;
  for (const [index, { path, size, sha256OfHead }] of expected.entries()) {
    const file = got[index]!;
    if (file.size === size && file.sha256OfHead === sha256OfHead) continue;
    const difference = file.size === size ? "begins with other content" : `has ${file.size} bytes in place of ${size}`;
    return `A run must be resumed with the content it began with, but ${file.path} ${difference} (file ${index + 1}: ${path}); import it as a new run: what was taken is not doubled.`;
  }
  return null;
}
