import type { SealRow } from "./touchpoint.service";
import { RowBatch } from "./touchpoint-stream-batch";
import { type Line, LineSplitter } from "./touchpoint-stream-lines";
import { isObject, parseLine, readDraft } from "./touchpoint-stream-row";

/** A chunk's rows: few enough for flat memory, enough that its fixed cost, a dozen round trips, hardly counts. */
const CHUNK_ROWS = 5_000;
const CHUNK_CHARACTERS = 8 * 1024 * 1024;

/** The chunk that is being filled from a body of NDJSON. */
export class FillingChunk {
  private readonly splitter = new LineSplitter();
  private lines: readonly Line[] = [];
  private taken = 0;
  private batch = new RowBatch();
  private characters = 0;
  /** Number of the last line that was read, from 1. */
  line = 0;

  get hasRows(): boolean {
    return this.batch.size > 0;
  }

  get isFull(): boolean {
    return this.batch.size >= CHUNK_ROWS || this.characters >= CHUNK_CHARACTERS;
  }

  /** Whether all lines of the last piece are in and there is room for more. */
  get wantsMore(): boolean {
    return this.taken === this.lines.length && !this.isFull;
  }

  /** Takes the next bytes, once it wants more. */
  push(bytes: Buffer): void {
    this.lines = this.splitter.push(bytes);
    this.taken = 0;
  }

  /** The body ended by itself: what follows its last line feed is a line. */
  finish(): void {
    this.lines = this.splitter.end();
    this.taken = 0;
  }

  /** Fills from the lines that wait, as far as there is room. */
  fill(seal: SealRow): void {
    while (this.taken < this.lines.length && !this.isFull) this.add(this.lines[this.taken++]!, seal);
  }

  take(): RowBatch {
    const { batch } = this;
    this.batch = new RowBatch();
    this.characters = 0;
    return batch;
  }

  private add(line: Line, seal: SealRow): void {
    this.line++;
    if (typeof line !== "string") {
      this.batch.add(this.line, line, seal, null);
      return;
    }
    if (line.length < 3 && line.trim() === "") return;
    this.characters += line.length;
    const value = parseLine(line);
    this.batch.add(this.line, readDraft(value), seal, isObject(value) ? value["eventId"] : null);
  }
}
