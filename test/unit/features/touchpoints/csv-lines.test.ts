import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { csvLines } from "../../../../src/features/touchpoints/csv-lines";
import type { FileLine } from "../../../../src/features/touchpoints/file-line";

interface Read {
  readonly header: readonly string[] | null;
  readonly lines: readonly FileLine[];
}

/** The content arrives cut at the given places, as a disk or gzip would cut it. */
async function read(text: string, cuts: readonly number[] = [], delimiter = ","): Promise<Read> {
  const bytes = Buffer.from(text);
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  const pieces = edges.slice(1).map((end, i) => bytes.subarray(edges[i], end));
  let header: readonly string[] | null = null;
  const lines: FileLine[] = [];
  const onHeader = (columns: readonly string[]): void => {
    header = columns;
  };
  for await (const batch of csvLines(Readable.from(pieces.filter(({ length }) => length > 0)), { delimiter, onHeader }))
    lines.push(...batch);
  return { header, lines };
}

/** What csv-parse alone makes of it. */
function reference(text: string, delimiter = ","): readonly FileLine[] {
  const options = { columns: true, delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true };
  const records = parse(text, options) as unknown as { record: object; info: { lines: number; error?: Error } }[];
  return records.map(({ record, info: { lines: line, error } }) =>
    error ? { line, row: null, problem: error.message } : { line, row: record as Record<string, unknown> },
  );
}

const field = fc.oneof(
  fc.stringMatching(/^[a-z0-9 .:-]{0,6}$/),
  fc.constantFrom("", "你好", "'", '"quoted"', '"a,b"', '"two ""quotes"""', '"two\nlines"', '"a\r\nb"'),
);
const record = fc.array(field, { minLength: 1, maxLength: 4 }).map((fields) => fields.join(","));
const file = fc
  .record({
    bom: fc.constantFrom("", "\uFEFF"),
    header: fc.constantFrom("a,b,c", '"a",b,c', "a"),
    records: fc.array(fc.oneof(record, fc.constant("")), { maxLength: 12 }),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    atEnd: fc.boolean(),
  })
  .map(
    ({ bom, header, records, lineEnd, atEnd }) => `${bom}${[header, ...records].join(lineEnd)}${atEnd ? lineEnd : ""}`,
  );

it("reads what csv-parse reads, with the same line numbers and problems, wherever the content is cut", async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.array(fc.nat(), { maxLength: 4 }), async (text, cuts) => {
      expect((await read(text, cuts)).lines).toEqual(reference(text));
    }),
    { numRuns: 500 },
  );
});

it("keeps a line feed inside a field of a CRLF file, as csv-parse does", async () => {
  const text = "a,b\r\n1,2\n3\r\n4,5\r\n";
  expect((await read(text)).lines).toEqual(reference(text));
});

it("takes the delimiter of the mapping and tells the header once, quoted or not", async () => {
  expect(await read('a;b\n1;2\n3;"x;y"\n', [7], ";")).toEqual({
    header: ["a", "b"],
    lines: [
      { line: 2, row: { a: "1", b: "2" } },
      { line: 3, row: { a: "3", b: "x;y" } },
    ],
  });
  expect((await read('"a";b\n1;2\n', [], ";")).header).toEqual(["a", "b"]);
});

it("says of a record with another number of fields what csv-parse says, and goes on", async () => {
  expect((await read("a,b\n1\n2,3\n")).lines).toEqual([
    { line: 2, row: null, problem: "Invalid Record Length: columns length is 2, got 1 on line 2" },
    { line: 3, row: { a: "2", b: "3" } },
  ]);
});
