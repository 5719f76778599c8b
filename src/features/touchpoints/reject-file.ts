import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { FileRow } from "./map-row";
import { columnsOf, type Mapping } from "./mapping";
import type { Rejection } from "./rejection";

export interface RejectedLine {
  readonly file: string;
  readonly line: number;
  readonly row: FileRow | null;
  readonly rejection: Rejection;
}

/** Reject files hold rows that people sent: they are kept as long as somebody may mend them, and no longer. */
const KEPT_DAYS = 7;

/** Rejected rows with file, line and reason as NDJSON, identities and unused columns masked; made only when there is one. */
export class RejectFile {
  private stream: WriteStream | undefined;
  /** Columns that the mapping uses and not for identities: of any other nobody knows what it holds. */
  private readonly shownColumns: ReadonlySet<string>;

  private constructor(
    readonly path: string,
    mapping: Mapping,
  ) {
    const identities = new Set(mapping.identities.map((identity) => identity.column));
    this.shownColumns = new Set([...columnsOf(mapping).used].filter((column) => !identities.has(column)));
  }

  /** Opens a file for one import below `folder` and removes those that are older than a week. */
  static async open(folder: string, name: string, mapping: Mapping, now: Date): Promise<RejectFile> {
    await mkdir(folder, { recursive: true });
    for (const file of await readdir(folder)) {
      const path = join(folder, file);
      const { mtimeMs } = await stat(path);
      if (now.getTime() - mtimeMs > KEPT_DAYS * 86_400_000) await rm(path);
    }
    return new RejectFile(join(folder, `${name}.ndjson`), mapping);
  }

  get isEmpty(): boolean {
    return this.stream === undefined;
  }

  write(rejected: RejectedLine): void {
    this.stream ??= createWriteStream(this.path, { mode: 0o600 });
    const { reason, field, message, allowed } = rejected.rejection;
    const row =
      rejected.row &&
      Object.fromEntries(
        Object.entries(rejected.row).map(([column, value]) => [
          column,
          this.shownColumns.has(column) ? value : masked(value),
        ]),
      );
    this.stream.write(
      `${JSON.stringify({ file: rejected.file, line: rejected.line, reason, field, message, allowed, row })}\n`,
    );
  }

  async close(): Promise<void> {
    if (!this.stream) return;
    this.stream.end();
    await finished(this.stream);
  }
}

const masked = (value: unknown): string => `${String(value).slice(0, 2)}***`;
