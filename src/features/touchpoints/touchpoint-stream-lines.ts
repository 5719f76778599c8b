import { isUtf8 } from "node:buffer";
import { type Rejection, rejection } from "./rejection";

/** Longest line of a body: the longest touchpoint that passes the check has about 15 kB. */
export const MAX_LINE_BYTES = 64 * 1024;

/** A line's text, or why it is none. */
export type Line = string | Rejection;

const LINE_FEED = 0x0a;
/** A character of UTF-16 takes three bytes of UTF-8 at most. */
const SURELY_SHORT = MAX_LINE_BYTES / 3;

const TOO_LONG = rejection(
  "MALFORMED_ROW",
  [],
  `A line must have at most ${MAX_LINE_BYTES / 1024} KiB, but this one has more.`,
);
const NOT_UTF8 = rejection("MALFORMED_ROW", [], "The line must be UTF-8, but has other bytes.");

/** Cuts a body into lines; holds back the bytes of one unfinished line, and of an overlong one none. */
export class LineSplitter {
  private held: Buffer[] = [];
  private heldBytes = 0;
  /** The unfinished line is overlong. */
  private isSkipping = false;

  /** The lines that end in this piece. */
  push(piece: Buffer): readonly Line[] {
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    if (end === 0) {
      this.hold(piece);
      return [];
    }
    const begin = this.isSkipping ? piece.indexOf(LINE_FEED) + 1 : 0;
    const skipped: readonly Line[] = this.isSkipping ? [TOO_LONG] : [];
    const whole = Buffer.concat([...this.held, piece.subarray(begin, end - 1)]);
    const lines = begin === end ? skipped : [...skipped, ...linesOf(whole)];
    this.drop();
    this.hold(piece.subarray(end));
    return lines;
  }

  /** The last line of a body that ended without a line feed. */
  end(): readonly Line[] {
    if (this.isSkipping) return [TOO_LONG];
    return this.heldBytes === 0 ? [] : linesOf(Buffer.concat(this.held));
  }

  private hold(bytes: Buffer): void {
    if (this.isSkipping || bytes.length === 0) return;
    this.heldBytes += bytes.length;
    if (this.heldBytes > MAX_LINE_BYTES) {
      this.drop();
      this.isSkipping = true;
    } else this.held.push(bytes);
  }

  private drop(): void {
    this.held = [];
    this.heldBytes = 0;
    this.isSkipping = false;
  }
}

function linesOf(bytes: Buffer): readonly Line[] {
  if (!isUtf8(bytes))
    return eachLine(bytes).map((line) => (isUtf8(line) ? bounded(line.toString()) : unreadable(line)));
  return bytes.toString().split("\n").map(bounded);
}

const bounded = (text: string): Line =>
  text.length > SURELY_SHORT && Buffer.byteLength(text) > MAX_LINE_BYTES ? TOO_LONG : text;

const unreadable = (line: Buffer): Line => (line.length > MAX_LINE_BYTES ? TOO_LONG : NOT_UTF8);

function eachLine(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return [...lines, bytes.subarray(from)];
}
