import { PassThrough, Readable } from "node:stream";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import {
  type BodyEvent,
  StreamBody,
  type StreamBodyOptions,
} from "../../../../src/features/touchpoints/touchpoint-stream-body";

const never = new AbortController().signal;

const bodyOf = (stream: Readable, options: Partial<StreamBodyOptions> = {}): StreamBody =>
  new StreamBody(stream, { isGzip: false, draining: never, ...options });

async function readAll(body: StreamBody): Promise<{ readonly bytes: Buffer; readonly last: BodyEvent }> {
  const pieces: Buffer[] = [];
  for (;;) {
    const event = await body.next();
    if (event.kind !== "PIECE") return { bytes: Buffer.concat(pieces), last: event };
    pieces.push(event.bytes);
  }
}

const faultCode = (event: BodyEvent): string | null => (event.kind === "FAULT" ? event.fault.code : null);
const text = Buffer.from(
  Array.from({ length: 4_000 }, (_, i) => `line ${i} ${(i * 2_654_435_761) % 1_000_003}\n`).join(""),
);
const pieces = (bytes: Buffer, length: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) => bytes.subarray(i * length, (i + 1) * length)),
  );

it("gives the bytes of a body, plain and compressed", async () => {
  expect(await readAll(bodyOf(pieces(text, 1_000)))).toEqual({ bytes: text, last: { kind: "END" } });
  const compressed = bodyOf(pieces(gzipSync(text), 777), { isGzip: true });
  expect(await readAll(compressed)).toEqual({ bytes: text, last: { kind: "END" } });
});

it("gives of gzip that breaks off anywhere every byte that can be decompressed", async () => {
  const whole = gzipSync(text);
  for (let length = 20; length < whole.length; length += 997) {
    const part = whole.subarray(0, length);
    const { bytes, last } = await readAll(bodyOf(pieces(part, 5_000), { isGzip: true }));
    expect(bytes.equals(gunzipSync(part, { finishFlush: constants.Z_SYNC_FLUSH }))).toBe(true);
    expect(faultCode(last)).toBe("GZIP_TRUNCATED");
  }
});

it.each([1, 20, 512, 16_000, 70_000])("ends by itself with %s zeros behind the gzip stream", async (zeros) => {
  const padded = Buffer.concat([gzipSync(text), Buffer.alloc(zeros)]);
  expect(await readAll(bodyOf(Readable.from([padded]), { isGzip: true }))).toEqual({
    bytes: text,
    last: { kind: "END" },
  });
});

it("says of other bytes behind the gzip stream that nothing may stand there", async () => {
  const behind = async (bytes: string) => {
    const whole = Buffer.concat([gzipSync(text), Buffer.from(bytes)]);
    return (await readAll(bodyOf(Readable.from([whole]), { isGzip: true }))).last;
  };
  expect(await behind("\n")).toEqual({
    kind: "FAULT",
    fault: {
      code: "GZIP_TRUNCATED",
      message: "The gzip stream must be whole with nothing behind it, but breaks off; send the rest again.",
    },
  });
  expect(faultCode(await behind("more rows"))).toBe("GZIP_DAMAGED");
});

it("ends a bomb at the bound, and takes no more of it than that needs", async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2));
  const stream = pieces(bomb, 4_000);
  const { bytes, last } = await readAll(bodyOf(stream, { isGzip: true, maxBytes: 1024 ** 2 }));
  expect(faultCode(last)).toBe("PAYLOAD_TOO_LARGE");
  expect(bytes.length).toBeLessThanOrEqual(1024 ** 2);
  expect(stream.readableEnded).toBe(false);
});

it("reads nothing ahead of its reader", async () => {
  let given = 0;
  const stream = new Readable({
    highWaterMark: 1_000,
    read() {
      given++;
      this.push(Buffer.alloc(1_000));
    },
  });
  const body = bodyOf(stream);
  for (let wanted = 1; wanted <= 20; wanted++) {
    await body.next();
    await new Promise(setImmediate);
    expect(given).toBeLessThanOrEqual(wanted + 2);
  }
  stream.destroy();
});

it("takes a sender that is silent for dead, but not one that nobody reads from", async () => {
  const stream = new PassThrough();
  const body = bodyOf(stream, { idleMs: 50 });
  stream.write("first");
  expect((await body.next()).kind).toBe("PIECE");
  stream.write("second");
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect((await body.next()).kind).toBe("PIECE");
  expect(await body.next()).toEqual({
    kind: "FAULT",
    fault: {
      code: "IDLE_TIMEOUT",
      message: "A sender must not be silent for 0.05 s, but this one was; send the rest again.",
    },
  });
});

it("stops when the process drains, also while it waits", async () => {
  const draining = new AbortController();
  const body = bodyOf(new PassThrough(), { draining: draining.signal });
  const waiting = body.next();
  draining.abort();
  expect(faultCode(await waiting)).toBe("DRAINING");
  expect(faultCode(await body.next())).toBe("DRAINING");
});

it("gives what came before the connection was lost", async () => {
  const stream = new PassThrough();
  const body = bodyOf(stream);
  stream.write("whole line\n");
  expect((await body.next()).kind).toBe("PIECE");
  stream.destroy(new Error("aborted"));
  expect(faultCode(await body.next())).toBe("CONNECTION_LOST");
  expect(faultCode(await bodyOf(stream).next())).toBe("CONNECTION_LOST");
});
