import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import type { RequestContext } from "../../platform/request-context";
import { type RejectedRow, rejectedRowsSince } from "./rejected-row";

/** Rejected rows as NDJSON: what the download answers and the reject file holds. */
export async function* rejectLines(rows: AsyncIterable<RejectedRow>): AsyncGenerator<string> {
  for await (const row of rows) yield lineOf(row);
}

/**
 * Writes the rows to a file of their own below `folder`, and removes from it what is older than rejected rows may be kept.
 * Answers the file's path; null without rows, and then there is no file.
 */
export async function writeRejectFile(
  context: RequestContext,
  { folder, name }: { readonly folder: string; readonly name: string },
  rows: AsyncIterable<RejectedRow>,
): Promise<string | null> {
  await removeExpired(context, folder);
  const lines = rejectLines(rows);
  const first = await lines.next();
  if (first.done) return null;
  const path = join(folder, `${name}.ndjson`);
  async function* content(): AsyncGenerator<string> {
    yield first.value;
    yield* lines;
  }
  await pipeline(Readable.from(content()), createWriteStream(path, { mode: 0o600 }));
  return path;
}

/** The same file, written row by row by an import that keeps no rejected rows in the database. */
export class RejectFile {
  private stream: WriteStream | null = null;

  private constructor(readonly path: string) {}

  static async open(
    context: RequestContext,
    { folder, name }: { readonly folder: string; readonly name: string },
  ): Promise<RejectFile> {
    await removeExpired(context, folder);
    return new RejectFile(join(folder, `${name}.ndjson`));
  }

  get isEmpty(): boolean {
    return this.stream === null;
  }

  write(row: RejectedRow): void {
    this.stream ??= createWriteStream(this.path, { mode: 0o600 });
    this.stream.write(lineOf(row));
  }

  async close(): Promise<void> {
    if (!this.stream) return;
    this.stream.end();
    await finished(this.stream);
  }
}

async function removeExpired(context: RequestContext, folder: string): Promise<void> {
  await removeRejectFiles(folder, rejectedRowsSince(context));
}

/** Removes what was written before the instant; answers how many files. */
export async function removeRejectFiles(folder: string, before: Date): Promise<number> {
  await mkdir(folder, { recursive: true });
  let removed = 0;
  for (const file of await readdir(folder)) {
    const path = join(folder, file);
    if ((await stat(path)).mtime >= before) continue;
    await rm(path);
    removed++;
  }
  return removed;
}

function lineOf({ file, line, row, rejection }: RejectedRow): string {
  const { reason, field, message, allowed } = rejection;
  return `${JSON.stringify({ file, line, reason, field, message, allowed, row })}\n`;
}
