import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { openStream } from "./support/open-stream";

const pin = (person: number): string => person.toString(16).padStart(64, "0");

let test: TestApp;
let organisation: TestOrganisation;
let code: string;
let source: string;

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-12-01T00:00:00Z") });
  organisation = await test.addOrganisation("shop");
  await addCatalogue(test, organisation.keys.OPERATOR, { watch: ["haoyu"] });
});
afterAll(() => test.close());
beforeEach(async () => {
  code = `monitor-${Math.floor(Math.random() * 1e9)}`;
  source = await addSource(test, organisation.keys.OPERATOR, code);
});

const row = (eventId: string, change: object = {}) => ({
  eventId,
  occurredAt: "2025-11-11T00:00:00+08:00",
  action: "IMPRESSION",
  platform: "DOUYIN",
  site: "OFF_SITE",
  brandCode: "haoyu",
  placementCode: "p-1",
  identities: [{ namespace: "JD_PIN", value: pin(1) }],
  ...change,
});
const rows = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, i) =>
      `${JSON.stringify(row(`e${from + i}`, { identities: [{ namespace: "JD_PIN", value: pin((from + i) % 900) }] }))}\n`,
  ).join("");

const open = (headers: Record<string, string> = {}) =>
  openStream({ url: test.url, secret: organisation.keys.INTEGRATION, query: `source=${code}`, headers });

const send = async (body: string | Buffer, headers: Record<string, string> = {}) => {
  const stream = open(headers);
  stream.request.end(body);
  return stream.rest();
};

const stored = async (): Promise<number> => {
  const answer = await test.app.clickhouse.query({
    query: "SELECT toInt32(count()) AS rows FROM touchpoint FINAL WHERE source_id = {number:UInt32}",
    query_params: { number: numberOf(source) },
    format: "JSONEachRow",
  });
  return (await answer.json<{ rows: number }>())[0]!.rows;
};

const NOTHING = { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 };

describe("what a body is answered", () => {
  it("a line per committed chunk and a last one with the sums; the replay is all duplicates", async () => {
    const body = rows(0, 12_345);
    const chunks = (await send(body)) as readonly { readonly toLine: number; readonly accepted: number }[];
    expect(chunks.at(-1)).toEqual({ done: true, ...NOTHING, accepted: 12_345 });
    // A chunk is full, or it was cut where the sender (this very process) paused for longer than a lull.
    let toLine = 0;
    for (const [index, chunk] of chunks.slice(0, -1).entries()) {
      const { accepted } = chunk;
      expect(accepted).toBeLessThanOrEqual(5_000);
      expect(chunk).toEqual({
        ...NOTHING,
        ...{ chunk: index + 1, fromLine: toLine + 1, toLine: toLine + accepted, accepted, rows: [] },
      });
      toLine += accepted;
    }
    expect(toLine).toBe(12_345);
    expect(await stored()).toBe(12_345);
    const again = await send(gzipSync(body), { "content-encoding": "gzip" });
    expect(again.at(-1)).toEqual({ done: true, ...NOTHING, duplicates: 12_345 });
    const first = again[0] as unknown as { readonly rows: readonly object[]; readonly duplicates: number };
    expect(first.rows).toHaveLength(first.duplicates);
    expect(first.rows[0]).toEqual({
      line: 1,
      eventId: "e0",
      outcome: "DUPLICATE",
      reason: null,
      field: [],
      allowed: [],
      message: null,
    });
    expect(await stored()).toBe(12_345);
  });

  it("malformed lines by their number, while the good ones go in", async () => {
    const lines = [
      Buffer.from(JSON.stringify(row("good-1"))),
      Buffer.from("{not json"),
      Buffer.from("[1]"),
      Buffer.from(""),
      Buffer.concat([Buffer.from('{"eventId":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
      Buffer.from(`{"eventId":"${"x".repeat(70_000)}"}`),
      Buffer.from(JSON.stringify(row("typo", { brand: "haoyu" }))),
      Buffer.from(JSON.stringify(row("bad", { action: "SEEN" }))),
      Buffer.from(`${JSON.stringify(row("good-2"))}\r`),
    ];
    const body = Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")])).subarray(0, -1);
    const [chunk, last] = (await send(body)) as [{ rows: Record<string, unknown>[] }, object];
    expect(last).toEqual({ done: true, ...NOTHING, accepted: 2, rejected: 6 });
    expect(chunk).toMatchObject({ fromLine: 1, toLine: 9 });
    expect(chunk.rows.map((one) => [one["line"], one["eventId"], one["reason"], one["message"]])).toEqual([
      [2, null, "MALFORMED_ROW", "The line must be JSON, but is not."],
      [3, null, "MALFORMED_ROW", "The row must be a JSON object, but is another value."],
      [5, null, "MALFORMED_ROW", "The line must be UTF-8, but has other bytes."],
      [6, null, "MALFORMED_ROW", "A line must have at most 64 KiB, but this one has more."],
      [7, "typo", "UNKNOWN_FIELD", 'A row must have known fields only, but got "brand".'],
      [8, "bad", "UNKNOWN_ACTION", expect.stringContaining('"SEEN"')],
    ]);
    expect(chunk.rows[4]).toMatchObject({ field: ["brand"], allowed: expect.arrayContaining(["brandCode"]) });
  });

  it("rows as the mutation does, row for row", async () => {
    const bad = [
      row("dup"),
      row("dup"),
      row("dup", { keyword: "other" }),
      row("no-identity", { identities: [] }),
      row("plain-phone", { identities: [{ namespace: "PHONE", value: "13800138000" }] }),
      row("refund", { action: "REFUND", site: "ON_SITE" }),
      row("future", { occurredAt: "2026-01-01T00:00:00Z" }),
      row("", {}),
    ];
    const document = readFileSync(join(__dirname, "../../../examples/queries/intake.graphql"), "utf8");
    const other = await addSource(test, organisation.keys.OPERATOR, `${code}-by-mutation`);
    const variables = { source: other, touchpoints: bad, key: code };
    const answer = (await test.query(organisation.keys.INTEGRATION, document, variables)).data.ingestTouchpoints;
    const [chunk] = (await send(bad.map((one) => JSON.stringify(one)).join("\n"))) as [{ rows: object[] }];
    const expected = answer.rows
      .filter((one: { outcome: string }) => one.outcome !== "ACCEPTED")
      .map(({ index, ...one }: { index: number }) => ({ line: index + 1, ...one }));
    expect(expected).toHaveLength(7);
    expect(chunk.rows.map(({ message, ...one }: { message?: unknown }) => one)).toEqual(expected);
  });

  it("a chunk when the sender pauses, before the body has ended", async () => {
    const stream = open();
    stream.request.write(rows(0, 3));
    expect(await stream.nextLine()).toMatchObject({ chunk: 1, fromLine: 1, toLine: 3, accepted: 3 });
    expect(await stored()).toBe(3);
    stream.request.write(rows(3, 5));
    expect(await stream.nextLine()).toMatchObject({ chunk: 2, fromLine: 4, toLine: 5, accepted: 2 });
    stream.request.end();
    expect(await stream.rest()).toEqual([{ done: true, ...NOTHING, accepted: 5 }]);
  });

  it("an empty body, with nothing", async () => {
    expect(await send("")).toEqual([{ done: true, ...NOTHING }]);
  });

  it("its rows in the source's run of the day, together with the mutation's", async () => {
    await send(`${rows(0, 7)}{not json\n`);
    const [run] = await test.app.database.withSystem((manager) =>
      manager.query("SELECT name, received, accepted, rejected FROM integration_run WHERE source_id = $1", [
        numberOf(source),
      ]),
    );
    expect(run).toEqual({ name: "API 2025-12-01", received: "8", accepted: "7", rejected: "1" });
  });

  it("through fetch with a stream for a body, by the id of the source", async () => {
    const pieces = [rows(0, 3).slice(0, 100), rows(0, 3).slice(100)];
    const response = await fetch(`${test.url}/v1/touchpoints?sourceId=${source}`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${organisation.keys.INTEGRATION}` },
      body: Readable.toWeb(Readable.from(pieces.map((piece) => Buffer.from(piece)))),
      duplex: "half",
    } as RequestInit);
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    expect(
      (await response.text())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
        .at(-1),
    ).toEqual({
      done: true,
      ...NOTHING,
      accepted: 3,
    });
  });
});
