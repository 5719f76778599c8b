import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { isRejection } from "../../../../src/features/touchpoints/rejection";
import { LineSplitter, MAX_LINE_BYTES } from "../../../../src/features/touchpoints/touchpoint-stream-lines";

/** The lines of a body in one go, as plainly as can be: text, or the first word of what is wrong. */
function reference(body: Buffer): readonly string[] {
  const lines: Buffer[] = [];
  let line: number[] = [];
  for (const byte of body) {
    if (byte !== 0x0a) {
      line.push(byte);
      continue;
    }
    lines.push(Buffer.from(line));
    line = [];
  }
  if (line.length > 0) lines.push(Buffer.from(line));
  return lines.map((bytes) => {
    if (bytes.length > MAX_LINE_BYTES) return "too long";
    return bytes.equals(Buffer.from(bytes.toString())) ? bytes.toString() : "not UTF-8";
  });
}

const read = (line: ReturnType<LineSplitter["push"]>[number]): string =>
  !isRejection(Object(line))
    ? String(line)
    : /KiB/.test((line as { message: string }).message)
      ? "too long"
      : "not UTF-8";

/** Lines of every kind, some around the bound, in characters of one to four bytes. */
function randomBody(random: SeededRandom): Buffer {
  const kinds = [
    () => Buffer.from("plain"),
    () => Buffer.from(""),
    () => Buffer.from("\r"),
    () => Buffer.from("触点😀é"),
    () => Buffer.from([0x7b, 0xff, 0x7d]),
    () => Buffer.alloc(MAX_LINE_BYTES + random.integer(-1, 1), "x"),
    () => Buffer.from("触".repeat(MAX_LINE_BYTES / 3 + random.integer(-1, 1))),
    () => Buffer.alloc(3 * MAX_LINE_BYTES, 0xfe),
  ];
  const lines = Array.from({ length: random.integer(1, 12) }, () => kinds[random.integer(0, kinds.length - 1)]!());
  const body = Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));
  return random.integer(0, 1) === 0 ? body : body.subarray(0, -1);
}

it("cuts a body into the same lines wherever its pieces end", () => {
  const random = SeededRandom.fromSeed(7);
  for (let round = 0; round < 60; round++) {
    const body = randomBody(random);
    const splitter = new LineSplitter();
    const lines: string[] = [];
    for (let from = 0; from < body.length; ) {
      const to = from + random.integer(1, random.integer(0, 3) === 0 ? 40 : 70_000);
      lines.push(...splitter.push(body.subarray(from, to)).map(read));
      from = to;
    }
    lines.push(...splitter.end().map(read));
    expect(lines).toEqual(reference(body));
  }
});

it("holds back nothing of a line that is too long", () => {
  const splitter = new LineSplitter();
  const held = (): number => Buffer.concat(Reflect.get(splitter, "held")).length;
  for (let piece = 0; piece < 100; piece++) {
    splitter.push(Buffer.alloc(10_000, "x"));
    expect(held()).toBeLessThanOrEqual(MAX_LINE_BYTES);
  }
  expect(held()).toBe(0);
  expect(splitter.push(Buffer.from("\nnext\n")).map(read)).toEqual(["too long", "next"]);
});
