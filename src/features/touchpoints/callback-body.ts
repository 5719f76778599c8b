import type { StreamBody, StreamFault } from "./touchpoint-stream-body";

const FIRST_BYTES = 64 * 1024;

export interface WholeBody {
  readonly bytes: Buffer;
  /** Why there are not all bytes. */
  readonly fault: StreamFault | null;
}

/**
 * Reads a body into one buffer. A piece is copied and let go at once: a body of chunks of one byte would otherwise stand in
 * memory as one object for each byte, 500 times its length.
 */
export async function readWhole(body: Pick<StreamBody, "next">): Promise<WholeBody> {
  let buffer: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
  let length = 0;
  for (;;) {
    const event = await body.next();
    if (event.kind !== "PIECE") {
      return { bytes: buffer.subarray(0, length), fault: event.kind === "FAULT" ? event.fault : null };
    }
    buffer = withRoom(buffer, length, length + event.bytes.length);
    length += event.bytes.copy(buffer, length);
  }
}

function withRoom(buffer: Buffer, length: number, needed: number): Buffer {
  if (needed <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafe(Math.max(needed, 2 * buffer.length));
  buffer.copy(larger, 0, 0, length);
  return larger;
}
