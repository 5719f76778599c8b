import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createTestApp, type TestApp } from "../support/test-app";
import { type Ended, IngestCommand } from "./run-ingest";

const HEADER = "id,at,who,action,note";
const PHONE = "13800138000";

let test: TestApp;
let command: IngestCommand;
let folder: string;
let sources = 0;

beforeAll(async () => {
  test = await createTestApp();
  await test.addOrganisation("shop");
  folder = await mkdtemp(join(tmpdir(), "valuegraph-cli-"));
  command = new IngestCommand(test, "shop", folder);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

/** A mapping with a source of its own, so that each case sees its rows alone. */
async function mapping(change: object = {}): Promise<{ readonly path: string; readonly source: string }> {
  const source = `source-${++sources}`;
  const content = {
    source: { code: source, name: source, visibility: "CLOUD" },
    format: "CSV",
    fields: { action: { column: "action" }, platform: { constant: "JD" }, site: { constant: "ON_SITE" } },
    time: { column: "at", format: "ISO" },
    identities: [{ namespace: "CUSTOMER_ID", column: "who" }],
    eventId: { column: "id" },
    ignored: ["note"],
    ...change,
  };
  return { path: await command.file(`${source}.json`, JSON.stringify(content)), source };
}

const row = (i: number, { who = `c${i}`, action = "SEARCH", note = "" } = {}): string =>
  `e${i},2025-11-11T10:00:00+08:00,${who},${action},${note}`;
const csv = (lines: readonly string[]): string => `${[HEADER, ...lines].join("\n")}\n`;
const rows = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => row(i));

/** Touchpoints of a source in ClickHouse, past the intake's own counts. */
async function stored(source: string): Promise<number> {
  const [found] = await test.app.database.withSystem((manager) =>
    manager.query("SELECT id FROM touchpoint_source WHERE code = $1", [source]),
  );
  if (!found) return 0;
  const answer = await test.app.clickhouse.query({
    query: "SELECT toInt32(count()) AS rows FROM touchpoint FINAL WHERE source_id = {source:UInt32}",
    query_params: { source: found.id },
    format: "JSONEachRow",
  });
  return (await answer.json<{ rows: number }>())[0]!.rows;
}

/** Counts of the printed table: received, accepted, duplicates, conflicts, rejected. */
function counts({ stdout }: Ended): readonly number[] {
  const line = stdout.split("\n").find((text) => /^│ [\d,]+ /.test(text));
  return (line ?? "")
    .split("│")
    .slice(1, 6)
    .map((cell) => Number(cell.trim().replaceAll(",", "")));
}

describe("a file that cannot be read to its end", () => {
  it("a truncated gzip: what was read before is taken, counted and told; the whole file then adds the rest", async () => {
    const { path, source } = await mapping();
    // Notes that do not compress make the archive long enough to be read in several pieces.
    const lines = Array.from({ length: 40_000 }, (_, i) =>
      row(i, { note: createHash("sha256").update(`${i}`).digest("hex") }),
    );
    const archive = gzipSync(csv(lines));
    const file = await command.file("cut.csv.gz", archive.subarray(0, Math.floor(archive.length * 0.7)));
    const ended = await command.run(path, file);
    expect(ended.code).toBe(2);
    const [, line] =
      /cut\.csv\.gz: the gzip stream must be whole, but ends after line (\d+); the lines before were read/.exec(
        ended.stderr,
      )!;
    const read = Number(line) - 1; // line 1 is the header
    expect(read).toBeGreaterThan(1000);
    expect(read).toBeLessThan(40_000);
    expect(counts(ended)).toEqual([read, read, 0, 0, 0]);
    expect(await stored(source)).toBe(read);

    const whole = await command.run(path, await command.file("whole.csv.gz", archive));
    expect(whole.code).toBe(0);
    expect(counts(whole)).toEqual([40_000, 40_000 - read, read, 0, 0]);
    expect(await stored(source)).toBe(40_000);
  });

  it("bytes that are no gzip", async () => {
    const { path, source } = await mapping();
    const ended = await command.run(path, await command.file("plain.csv.gz", csv(rows(3))));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(
      "plain.csv.gz: the file must be gzip, but is not or is damaged after line 0; nothing of it was read.",
    );
    expect([counts(ended), await stored(source)]).toEqual([[0, 0, 0, 0, 0], 0]);
  });

  it("GBK text: the lines before the wrong byte are taken, and its place is named", async () => {
    const { path, source } = await mapping();
    const gbk = Buffer.from([0xbe, 0xa9, 0xb6, 0xab]); // 京东
    const content = Buffer.concat([
      Buffer.from(csv(rows(500))),
      Buffer.from("e500,2025-11-11T10:00:00+08:00,c,SEARCH,"),
      gbk,
    ]);
    const ended = await command.run(path, await command.file("gbk.csv", content));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(
      "gbk.csv: the text must be UTF-8, but has other bytes after line 501; the lines before were read.",
    );
    expect([counts(ended), await stored(source)]).toEqual([[500, 500, 0, 0, 0], 500]);
  });

  it("a missing file: nothing of the others is read either", async () => {
    const { path, source } = await mapping();
    const present = await command.file("present.csv", csv(rows(3)));
    const ended = await command.run(path, present, join(folder, "absent.csv"));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("absent.csv: the file must exist and be readable, but is not (ENOENT).");
    expect([counts(ended), await stored(source)]).toEqual([[0, 0, 0, 0, 0], 0]);
  });

  it("the second of two files: the first one stays, and says so", async () => {
    const { path, source } = await mapping();
    const good = await command.file("good.csv", csv(rows(3)));
    const bad = await command.file("bad.csv", "id,at,who\ne9,2025-11-11T10:00:00+08:00,c9\n");
    const ended = await command.run(path, good, bad);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("bad.csv, line 1: the header must have the columns that the mapping names");
    expect([counts(ended), await stored(source)]).toEqual([[3, 3, 0, 0, 0], 3]);
  });
});

describe("a header that the mapping does not fit", () => {
  it("a mapping with an unknown column", async () => {
    const { path, source } = await mapping({ identities: [{ namespace: "CUSTOMER_ID", column: "customer" }] });
    const ended = await command.run(path, await command.file("columns.csv", csv(rows(3))));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(
      "columns.csv, line 1: the header must have the columns that the mapping names, but lacks customer; it has id, at, who, action, note.",
    );
    expect([counts(ended), await stored(source)]).toEqual([[0, 0, 0, 0, 0], 0]);
  });

  it("a column that the mapping does not name", async () => {
    const { path, source } = await mapping({ ignored: [] });
    const ended = await command.run(path, await command.file("surplus.csv", csv(rows(3))));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(
      'surplus.csv, line 1: the mapping must name every column of the header or list it under "ignored", but does not name note.',
    );
    expect([counts(ended), await stored(source)]).toEqual([[0, 0, 0, 0, 0], 0]);
  });
});

describe("a mapping that is none", () => {
  it.each([
    ["not JSON", "source: jd", /none\.json must be JSON, but /],
    [
      "another object",
      '{"fields": {}}',
      /none\.json must be a touchpoint mapping \(schema: [^)]+\), but:\n {2}source: /,
    ],
  ])("%s", async (_, content, sentence) => {
    const ended = await command.run(await command.file("none.json", content), "never-opened.csv");
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(sentence);
    expect(ended.stderr).not.toMatch(/\n\s+at /); // no stack
  });

  it("a missing one", async () => {
    const ended = await command.run(join(folder, "nowhere.json"), "never-opened.csv");
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/nowhere\.json: the mapping must exist and be readable, but ENOENT\./);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });
});

describe("rejected rows", () => {
  it("are told with file, line and reason, identities masked; the others are taken", async () => {
    const { path, source } = await mapping();
    const lines = [
      row(0),
      row(1, { action: "SEARCHED", who: "secret-customer" }),
      "e2,2025-11-11T10:00:00+08:00,c2",
      row(3),
    ];
    const file = await command.file("rejects.csv", csv(lines));
    const ended = await command.run(path, file);
    expect(ended.code).toBe(0);
    expect(counts(ended)).toEqual([4, 2, 0, 0, 2]);
    expect(await stored(source)).toBe(2);
    expect(ended.stdout).toContain("1 x UNKNOWN_ACTION");
    expect(ended.stdout).toMatch(/Rejected rows with line numbers and reasons \(kept 7 days\): .*rejects/);
    expect(ended.rejects).toMatchObject([
      {
        file,
        line: 3,
        reason: "UNKNOWN_ACTION",
        field: ["action"],
        row: { id: "e1", who: "se***", action: "SEARCHED" },
      },
      { file, line: 4, reason: "MALFORMED_ROW", row: null },
    ]);
  });

  it("of NDJSON repeat neither a broken line nor a key that the mapping does not name", async () => {
    const { path, source } = await mapping({ format: "NDJSON" });
    const good = { id: "e1", at: "2025-11-11T10:00:00+08:00", who: "c1", action: "SEARCH" };
    const lines = [JSON.stringify(good), PHONE.padStart(12, "x"), JSON.stringify({ ...good, id: "e2", mobile: PHONE })];
    const ended = await command.run(path, await command.file("rows.ndjson", lines.join("\n")));
    expect(counts(ended)).toEqual([3, 1, 0, 0, 2]);
    expect(await stored(source)).toBe(1);
    expect(ended.rejects).toMatchObject([
      { line: 2, reason: "MALFORMED_ROW", row: null },
      { line: 3, reason: "UNKNOWN_FIELD", field: ["mobile"] },
    ]);
    expect(JSON.stringify(ended)).not.toContain(PHONE);
  });

  it("a plain phone number is refused and repeated nowhere; hashed by the mapping it is taken", async () => {
    const file = await command.file("phones.csv", csv([row(0, { who: PHONE })]));
    const plain = await mapping({ identities: [{ namespace: "PHONE", column: "who" }] });
    const refused = await command.run(plain.path, file);
    expect(counts(refused)).toEqual([1, 0, 0, 0, 1]);
    expect(refused.rejects).toMatchObject([
      {
        line: 2,
        reason: "IDENTITY_FORMAT",
        field: ["identities", "0", "value"],
        message:
          "A value in PHONE must be 64 hexadecimal digits, a SHA-256 taken by the sender, but got 11 characters that do not.",
        row: { who: "13***" },
      },
    ]);
    expect(JSON.stringify(refused)).not.toContain(PHONE);
    expect(await stored(plain.source)).toBe(0);

    const hashed = await mapping({ identities: [{ namespace: "PHONE", column: "who", hash: "SHA256" }] });
    const taken = await command.run(hashed.path, file);
    expect([taken.code, counts(taken), await stored(hashed.source)]).toEqual([0, [1, 1, 0, 0, 0], 1]);
  });
});
