import { Readable } from "node:stream";
import { parse } from "csv-parse";
import type { FileLine } from "./file-line";
import type { FileRow } from "./map-row";
import { type TextPiece, utf8Lines } from "./utf8-lines";

interface CsvOptions {
  readonly delimiter: string;
  readonly onHeader: (header: readonly string[]) => void;
}

/** Records in one batch of what csv-parse reads. */
const QUOTED_BATCH = 1_000;

/**
 * Records of a CSV file. Up to the first quote a record is a line and a field what stands between delimiters, which
 * splitting reads six times as fast as csv-parse; from the piece with the first quote on csv-parse reads, and a test
 * compares the two.
 */
export async function* csvLines(content: Readable, options: CsvOptions): AsyncIterable<readonly FileLine[]> {
  const pieces = utf8Lines(content);
  let plain: PlainRecords | null = null;
  for await (const piece of pieces) {
    const text = plain === null ? piece.text.replace(/^\uFEFF/, "") : piece.text;
    if (text !== "") {
      plain ??= PlainRecords.begin(text, options);
      const batch = plain?.read(text) ?? null;
      if (batch === null) return yield* quotedLines({ text, fault: piece.fault }, pieces, plain, options);
      if (batch.length > 0) yield batch;
    }
    if (piece.fault) throw piece.fault;
  }
}

/** Lines split at delimiters, with their numbers; null for a text that takes more than splitting. */
class PlainRecords {
  /** Of the last line read. */
  lineNumber = 0;

  private constructor(
    readonly delimiter: string,
    readonly lineEnd: string,
    readonly headerLine: string,
    readonly header: readonly string[],
  ) {}

  static begin(text: string, { delimiter, onHeader }: CsvOptions): PlainRecords | null {
    const line = text.slice(0, (text.indexOf("\n") + 1 || text.length + 1) - 1);
    const headerLine = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (headerLine === "" || /["\r]/.test(headerLine)) return null;
    const header = headerLine.split(delimiter);
    onHeader(header);
    return new PlainRecords(delimiter, line === headerLine ? "\n" : "\r\n", headerLine, header);
  }

  read(text: string): readonly FileLine[] | null {
    if (text.includes('"')) return null;
    const lines = text.split(this.lineEnd);
    if (this.lineEnd !== "\n" && lines.some((line) => line.includes("\n"))) return null;
    if (lines.at(-1) === "") lines.pop();
    const records: FileLine[] = [];
    for (const line of lines) {
      this.lineNumber++;
      if (line !== "" && this.lineNumber > 1) records.push(plainRecord(line, this.lineNumber, this));
    }
    return records;
  }
}

export interface PlainForm {
  readonly header: readonly string[];
  readonly delimiter: string;
}

/** The record of a line without quotes. */
export function plainRecord(text: string, line: number, { header, delimiter }: PlainForm): FileLine {
  const fields = text.split(delimiter);
  if (fields.length !== header.length) {
    const problem = `Invalid Record Length: columns length is ${header.length}, got ${fields.length} on line ${line}`;
    return { line, row: null, problem };
  }
  const row: Record<string, string> = {};
  for (let i = 0; i < fields.length; i++) row[header[i]!] = fields[i]!;
  return { line, row };
}

interface CsvRecord {
  readonly record: FileRow;
  readonly info: { readonly lines: number; readonly error?: Error };
}

/** The rest of a file from `first` on. The header is said again, and what was read stands as empty lines, so that lines count. */
async function* quotedLines(
  first: TextPiece,
  rest: AsyncIterable<TextPiece>,
  read: PlainRecords | null,
  { delimiter, onHeader }: CsvOptions,
): AsyncIterable<readonly FileLine[]> {
  let { fault } = first;
  async function* text(): AsyncIterable<string> {
    if (read && read.lineNumber > 0) yield `${read.headerLine}${read.lineEnd.repeat(read.lineNumber)}`;
    yield first.text;
    if (fault) return;
    for await (const piece of rest) {
      if (piece.text !== "") yield piece.text;
      fault = piece.fault;
    }
  }
  const columns = (header: string[]): string[] => {
    if (read === null) onHeader(header);
    return header;
  };
  const options = { columns, delimiter, info: true, relax_column_count: true, skip_empty_lines: true };
  let batch: FileLine[] = [];
  for await (const { record, info } of Readable.from(text()).pipe(parse(options)) as AsyncIterable<CsvRecord>) {
    const problem = info.error?.message;
    batch.push(problem ? { line: info.lines, row: null, problem } : { line: info.lines, row: record });
    if (batch.length < QUOTED_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  if (fault) throw fault;
}
