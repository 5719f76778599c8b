import { Readable } from "node:stream";
import { PlainLines } from "../../../../src/features/touchpoints/plain-lines";

/** In pieces of so many bytes. */
const reader = (content: string | Buffer, piece = 7): PlainLines => {
  const bytes = Buffer.from(content);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) =>
    bytes.subarray(i * piece, (i + 1) * piece),
  );
  return new PlainLines(Readable.from(pieces));
};

/** All lines after the header, taken a few at a time. */
async function readAll(lines: PlainLines, most: number): Promise<string> {
  const taken: Buffer[] = [];
  for (;;) {
    const bytes = await lines.take(most);
    if (bytes.length === 0) return Buffer.concat(taken).toString();
    taken.push(...bytes);
  }
}

it.each([1, 3, 7, 1000])("takes whole lines, however the content is cut: pieces of %i bytes", async (piece) => {
  const lines = reader("\uFEFFid,who\n1,é\n\n2,b\n3,c", piece);
  expect(await lines.header(",")).toEqual(["id", "who"]);
  expect((await lines.take(2)).join("")).toBe("1,é\n\n");
  expect(lines.lastLine).toBe(3);
  expect(await readAll(lines, 1)).toBe("2,b\n3,c\n");
  expect(lines).toMatchObject({ lastLine: 5, isWhole: true, lineEnd: "\n" });
});

it("takes about so many bytes at most, in whole lines", async () => {
  const lines = reader("id,who\n1,a\n2,b\n3,c\n", 8);
  await lines.header(",");
  expect((await lines.take(10, 4)).join("")).toBe("1,a\n");
  expect((await lines.take(10, 5)).join("")).toBe("2,b\n3,c\n");
});

it("knows the line ends of Windows", async () => {
  const lines = reader("id,who\r\n1,a\r\n2,b\r\n");
  expect(await lines.header(",")).toEqual(["id", "who"]);
  expect(await readAll(lines, 10)).toBe("1,a\r\n2,b\r\n");
  expect(lines).toMatchObject({ lastLine: 3, isWhole: true, lineEnd: "\r\n" });
});

it.each([
  ["a quote", 'id,who\n1,a\n2,b\n3,"c"\n4,d\n'],
  ["bytes that are no UTF-8", Buffer.from("id,who\n1,a\n2,b\n3,\xff\n4,d\n", "latin1")],
  ["a carriage return", "id,who\n1,a\n2,b\n3,c\r\n4,d\n"],
])("ends before the piece with %s and says that there is more", async (_, content) => {
  const lines = reader(content, 3);
  await lines.header(",");
  expect("1,a\n2,b\n").toContain(await readAll(lines, 1));
  expect(lines.lastLine).toBeGreaterThan(1);
  expect(lines.lastLine).toBeLessThan(4);
  expect(lines.isWhole).toBe(false);
});

it("ends before a bare line feed among line ends of Windows", async () => {
  const lines = reader("id\r\n1\r\n2\n3\r\n", 4);
  await lines.header(",");
  expect(await readAll(lines, 1)).toBe("1\r\n");
  expect(lines.isWhole).toBe(false);
});

it("ends where the content breaks off", async () => {
  async function* broken(): AsyncIterable<Buffer> {
    yield Buffer.from("id\n1\n2");
    throw new Error("gone");
  }
  const lines = new PlainLines(Readable.from(broken()));
  await lines.header(",");
  expect(await readAll(lines, 10)).toBe("1\n");
  expect(lines.isWhole).toBe(false);
});

it.each(["", "\n1,2\n", '"id",who\n1,a\n'])("has no header in %j", async (content) => {
  expect(await reader(content).header(",")).toBeNull();
});
