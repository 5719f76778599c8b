import { PassThrough } from "node:stream";
import { readWhole } from "../../../../src/features/touchpoints/callback-body";
import { type BodyEvent, StreamBody } from "../../../../src/features/touchpoints/touchpoint-stream-body";

const never = new AbortController().signal;

it("keeps no piece: a million pieces of one byte stand in memory as their million bytes", async () => {
  const expected = Buffer.from(Array.from({ length: 1_000_000 }, (_, place) => (place * 7) % 251));
  // Each piece is the same one with another byte in it, so a piece that is kept is seen to change.
  const piece = Buffer.alloc(1);
  let given = 0;
  const next = async (): Promise<BodyEvent> => {
    if (given === expected.length) return { kind: "END" };
    piece[0] = expected[given++]!;
    return { kind: "PIECE", bytes: piece };
  };
  const { bytes, fault } = await readWhole({ next });
  expect(fault).toBeNull();
  expect(bytes.equals(expected)).toBe(true);
});

it("takes a piece of any length", async () => {
  const pieces = [Buffer.alloc(10, "a"), Buffer.alloc(1_000_000, "b"), Buffer.alloc(70_000, "c")];
  const events: BodyEvent[] = pieces.map((bytes) => ({ kind: "PIECE", bytes }));
  const { bytes } = await readWhole({ next: async () => events.shift() ?? { kind: "END" } });
  expect(bytes.equals(Buffer.concat(pieces))).toBe(true);
});

it("gives a sender up that is never silent, but never done", async () => {
  const stream = new PassThrough();
  const dribble = setInterval(() => stream.write("."), 5);
  const body = new StreamBody(stream, { isGzip: false, draining: never, wholeMs: 100 });
  const { bytes, fault } = await readWhole(body);
  clearInterval(dribble);
  expect(bytes.length).toBeGreaterThan(0);
  expect(fault).toEqual({
    code: "BODY_TIMEOUT",
    message: "The whole body must come within 0.1 s, but did not; send it again.",
  });
});

it("gives a sender up that is silent for as long", async () => {
  const body = new StreamBody(new PassThrough(), { isGzip: false, draining: never, wholeMs: 30 });
  expect((await readWhole(body)).fault?.code).toBe("BODY_TIMEOUT");
});
