import type { Readable } from "node:stream";

/** Text of whole lines. With a `fault` the text ends before it and nothing follows. */
export interface TextPiece {
  readonly text: string;
  readonly fault: Error | null;
}

const LINE_FEED = 0x0a;

/**
 * Decodes content as UTF-8, strictly and by whole lines: a byte of another encoding, or content that breaks off, ends the
 * text after the last good line, so that what came before is read and the place of the fault is known.
 */
export async function* utf8Lines(content: Readable): AsyncIterable<TextPiece> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(LINE_FEED) + 1;
      if (end === 0) {
        rest = Buffer.concat([rest, chunk]);
        continue;
      }
      const piece = decode(Buffer.concat([rest, chunk.subarray(0, end)]));
      yield piece;
      if (piece.fault) return;
      rest = chunk.subarray(end);
    }
  } catch (fault) {
    yield { text: "", fault: fault as Error };
    return;
  }
  if (rest.length > 0) yield decode(rest);
}

function decode(bytes: Buffer): TextPiece {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  try {
    return { text: utf8.decode(bytes), fault: null };
  } catch (fault) {
    return { text: goodLines(utf8, bytes), fault: fault as Error };
  }
}

function goodLines(utf8: TextDecoder, bytes: Buffer): string {
  const lines: string[] = [];
  for (
    let from = 0, end = bytes.indexOf(LINE_FEED) + 1;
    end > 0;
    from = end, end = bytes.indexOf(LINE_FEED, from) + 1
  ) {
    try {
      lines.push(utf8.decode(bytes.subarray(from, end)));
    } catch {
      break;
    }
  }
  return lines.join("");
}
