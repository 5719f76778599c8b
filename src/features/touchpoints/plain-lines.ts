import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const MARK = "\uFEFF";

/**
 * Whole lines of a file as bytes, as long as a record is a line and a field what stands between delimiters: up to the first
 * piece with a quote, with bytes that are no UTF-8, with line ends of two kinds, or that cannot be read. What is left is read
 * by `openFile`, which also says what is wrong with it.
 */
export class PlainLines {
  /** Of the last line that was taken; the header is 1. */
  lastLine = 0;
  /** The file has no more lines. */
  isWhole = false;
  lineEnd: "\n" | "\r\n" = "\n";
  private readonly pieces: AsyncIterator<Buffer>;
  /** Whole lines that are not taken yet, then the beginning of one more. Pieces are cut, as joining them copies the file. */
  private readonly ready: Buffer[] = [];
  private rest: Buffer = Buffer.alloc(0);
  private isEnded = false;

  constructor(content: Readable) {
    this.pieces = content[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** The first line; null where it takes more than splitting. */
  async header(delimiter: string): Promise<readonly string[] | null> {
    const [first] = await this.take(1);
    const line =
      first
        ?.toString()
        .replace(MARK, "")
        .replace(/\r?\n$/, "") ?? "";
    return line === "" || line.includes("\r") ? null : line.split(delimiter);
  }

  /** Up to so many lines more, in about so many bytes; none when the file or its plain part is at an end. */
  async take(most: number, mostBytes = Number.POSITIVE_INFINITY): Promise<readonly Buffer[]> {
    const taken: Buffer[] = [];
    for (let wanted = most, bytes = 0; wanted > 0 && bytes < mostBytes; ) {
      if (this.ready.length === 0 && !(await this.fill())) break;
      const piece = this.ready.shift()!;
      const { end, lines } = endOf(piece, wanted);
      taken.push(piece.subarray(0, end));
      bytes += end;
      if (end < piece.length) this.ready.unshift(piece.subarray(end));
      this.lastLine += lines;
      wanted -= lines;
    }
    return taken;
  }

  async close(): Promise<void> {
    this.isEnded = true;
    await this.pieces.return?.();
  }

  /** Makes whole lines ready. */
  private async fill(): Promise<boolean> {
    while (!this.isEnded) {
      const piece = await this.pieces.next().catch(() => null);
      if (piece === null) return this.stop();
      if (piece.done) {
        this.isEnded = true;
        this.isWhole = true;
        return this.rest.length > 0 && this.check(Buffer.concat([this.rest, Buffer.from(this.lineEnd)]));
      }
      const bytes = piece.value;
      const first = bytes.indexOf(LINE_FEED) + 1;
      const begun = Buffer.concat([this.rest, first === 0 ? bytes : bytes.subarray(0, first)]);
      const end = bytes.lastIndexOf(LINE_FEED) + 1;
      this.rest = first === 0 ? begun : bytes.subarray(end);
      if (first === 0) continue;
      if (!this.check(begun)) return false;
      if (first < end) this.check(bytes.subarray(first, end));
      return true;
    }
    return false;
  }

  private check(lines: Buffer): boolean {
    if (this.lastLine === 0) this.lineEnd = lines[lines.indexOf(LINE_FEED) - 1] === RETURN ? "\r\n" : "\n";
    if (lines.includes(QUOTE) || !isUtf8(lines) || !this.hasOneEnd(lines)) return this.stop();
    this.ready.push(lines);
    return true;
  }

  private hasOneEnd(lines: Buffer): boolean {
    if (this.lineEnd === "\n") return !lines.includes(RETURN);
    for (let at = lines.indexOf(LINE_FEED); at >= 0; at = lines.indexOf(LINE_FEED, at + 1))
      if (lines[at - 1] !== RETURN) return false;
    return true;
  }

  private stop(): false {
    this.isEnded = true;
    this.isWhole = false;
    return false;
  }
}

/** Where so many lines end, or as many as there are. */
function endOf(bytes: Buffer, most: number): { readonly end: number; readonly lines: number } {
  let end = 0;
  let lines = 0;
  while (lines < most && end < bytes.length) {
    end = bytes.indexOf(LINE_FEED, end) + 1;
    lines++;
  }
  return { end, lines };
}
