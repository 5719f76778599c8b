import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { csvLines } from "./csv-lines";
import type { FileLine } from "./file-line";
import type { FileRow } from "./map-row";
import type { columnsOf, Mapping } from "./mapping";
import { utf8Lines } from "./utf8-lines";

/** A file that cannot be read on: the sentence names it and the last good line. */
export class FileError extends Error {}

export interface OpenFile {
  /** Lines from the first data line on, in batches: handing over line by line costs more than parsing. */
  readonly batches: AsyncIterable<readonly FileLine[]>;
  /** Compressed bytes read so far: what a progress bar measures. */
  readonly bytesRead: () => number;
}

/** What reading a file takes of its mapping. */
export interface FileForm extends Pick<Mapping, "format" | "delimiter"> {
  readonly columns: ReturnType<typeof columnsOf>;
}

/** SHA-256 of a file's content: the same bytes under another name are the same file. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Opens a CSV or NDJSON file, plain or gzip, as a stream of lines with their numbers. */
export function openFile(path: string, form: FileForm): OpenFile {
  const { content, bytesRead } = openContent(path);
  const onHeader = (header: readonly string[]): void => assertHeader(path, header, form.columns);
  const lines =
    form.format === "CSV" ? csvLines(content, { delimiter: form.delimiter, onHeader }) : ndjsonLines(content);
  return { batches: explained(lines, path), bytesRead };
}

/** The content of a file, plain or gzip. */
export function openContent(path: string): { readonly content: Readable; readonly bytesRead: () => number } {
  let bytes = 0;
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  file.on("data", (chunk) => {
    bytes += chunk.length;
  });
  const isGzip = path.endsWith(".gz");
  const content: Readable = isGzip ? file.pipe(createGunzip()) : file;
  if (isGzip) file.on("error", (error) => content.destroy(error));
  return { content, bytesRead: () => bytes };
}

async function* explained(
  batches: AsyncIterable<readonly FileLine[]>,
  path: string,
): AsyncIterable<readonly FileLine[]> {
  let last = 0;
  try {
    for await (const batch of batches) {
      last = batch.at(-1)?.line ?? last;
      yield batch;
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    const read = last === 0 ? "nothing of it was read" : "the lines before were read";
    throw new FileError(`${path}: ${sentenceOf(error as NodeJS.ErrnoException)} after line ${last}; ${read}.`, {
      cause: error,
    });
  }
}

/** Whether a CSV header has every column that the mapping names, and no other that it does not know. */
export const hasColumns = (header: readonly string[], { used, known }: FileForm["columns"]): boolean =>
  [...used].every((column) => header.includes(column)) && header.every((column) => known.has(column));

function assertHeader(path: string, header: readonly string[], { used, known }: FileForm["columns"]): void {
  const absent = [...used].filter((column) => !header.includes(column));
  if (absent.length > 0) {
    throw new FileError(
      `${path}, line 1: the header must have the columns that the mapping names, but lacks ${absent.join(", ")}; it has ${header.join(", ")}.`,
    );
  }
  const surplus = header.filter((column) => !known.has(column));
  if (surplus.length > 0) {
    throw new FileError(
      `${path}, line 1: the mapping must name every column of the header or list it under "ignored", but does not name ${surplus.join(", ")}.`,
    );
  }
}

function sentenceOf(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "the file must exist, but does not,";
  if (error.code === "Z_BUF_ERROR") return "the gzip stream must be whole, but ends";
  if (error.code === "Z_DATA_ERROR") return "the file must be gzip, but is not or is damaged";
  if (error.code === "ERR_ENCODING_INVALID_ENCODED_DATA") return "the text must be UTF-8, but has other bytes";
  return `reading failed (${error.message})`;
}

async function* ndjsonLines(content: Readable): AsyncIterable<readonly FileLine[]> {
  let line = 0;
  for await (const { text, fault } of utf8Lines(content)) {
    const batch: FileLine[] = [];
    const parts = text.split("\n");
    if (parts.at(-1) === "") parts.pop();
    for (const part of parts) {
      line++;
      if (part.length > 1 || part.trim() !== "") batch.push(parseLine(part, line));
    }
    if (batch.length > 0) yield batch;
    if (fault) throw fault;
  }
}

function parseLine(text: string, line: number): FileLine {
  try {
    const row: unknown = JSON.parse(text);
    if (typeof row === "object" && row !== null && !Array.isArray(row)) return { line, row: row as FileRow };
    return { line, row: null, problem: "the line must be a JSON object" };
  } catch {
    // The parser's message repeats the line, which may hold a phone number.
    return { line, row: null, problem: "the line must be JSON" };
  }
}
