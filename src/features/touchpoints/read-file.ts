import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import type { FileRow } from "./map-row";
import type { Mapping } from "./mapping";

/** A file that cannot be read on: the sentence names it and the last good line. */
export class FileError extends Error {}

export interface FileLine {
  readonly line: number;
  /** Null: the line is no row; `problem` says why. */
  readonly row: FileRow | null;
  readonly problem?: string;
}

export interface OpenFile {
  /** Lines from the first data line on, in batches: handing over line by line costs more than parsing. */
  readonly batches: AsyncIterable<readonly FileLine[]>;
  /** Compressed bytes read so far: what a progress bar measures. */
  readonly bytesRead: () => number;
}

const decoder = (): TextDecoder => new TextDecoder("utf-8", { fatal: true });

/** SHA-256 of a file's content: the same bytes under another name are the same file. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Opens a CSV or NDJSON file, plain or gzip, as a stream of lines with their numbers. */
export function openFile(path: string, mapping: Mapping): OpenFile {
  let bytes = 0;
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  file.on("data", (chunk) => {
    bytes += chunk.length;
  });
  const isGzip = path.endsWith(".gz");
  const content: Readable = isGzip ? file.pipe(createGunzip()) : file;
  if (isGzip) file.on("error", (error) => content.destroy(error));
  const lines = mapping.format === "CSV" ? csvLines(content, mapping.delimiter) : ndjsonLines(content);
  return { batches: explained(lines, path), bytesRead: () => bytes };
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
    const read = last === 0 ? "nothing of it was read" : "the lines before were read";
    throw new FileError(`${path}: ${sentenceOf(error as NodeJS.ErrnoException)} after line ${last}; ${read}.`, {
      cause: error,
    });
  }
}

function sentenceOf(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "the file must exist, but does not,";
  if (error.code === "Z_BUF_ERROR") return "the gzip stream must be whole, but ends";
  if (error.code === "Z_DATA_ERROR") return "the file must be gzip, but is not or is damaged";
  if (error.code === "ERR_ENCODING_INVALID_ENCODED_DATA") return "the text must be UTF-8, but has other bytes";
  return `reading failed (${error.message})`;
}

/** Decodes UTF-8 strictly: a byte of another encoding is an error and not a replacement character. */
function strictText(): Transform {
  const utf8 = decoder();
  const step = (done: TransformCallback, decode: () => string): void => {
    try {
      done(null, decode());
    } catch (error) {
      done(error as Error);
    }
  };
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => step(done, () => utf8.decode(chunk, { stream: true })),
    flush: (done) => step(done, () => utf8.decode()),
  });
}

/** Records in one batch of a CSV file. */
const CSV_BATCH = 1_000;

async function* csvLines(content: Readable, delimiter: string): AsyncIterable<readonly FileLine[]> {
  const parser = parse({
    columns: true,
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const text = strictText();
  content.on("error", (error) => text.destroy(error));
  text.on("error", (error) => parser.destroy(error));
  content.pipe(text).pipe(parser);
  let batch: FileLine[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: FileRow;
      info: { lines: number; error?: Error };
    }>) {
      batch.push(
        info.error ? { line: info.lines, row: null, problem: info.error.message } : { line: info.lines, row: record },
      );
      if (batch.length < CSV_BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (batch.length > 0) yield batch; // what was read before the fault counts
    throw error;
  }
  if (batch.length > 0) yield batch;
}

async function* ndjsonLines(content: Readable): AsyncIterable<readonly FileLine[]> {
  const utf8 = decoder();
  let rest = "";
  let line = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const parts = (rest + utf8.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop()!;
    const batch: FileLine[] = [];
    for (const part of parts) {
      line++;
      if (part.length > 1 || part.trim() !== "") batch.push(parseLine(part, line));
    }
    if (batch.length > 0) yield batch;
  }
  rest += utf8.decode();
  if (rest.trim() !== "") yield [parseLine(rest, line + 1)];
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
