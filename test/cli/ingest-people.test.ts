import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createTestApp, type TestApp, type TestOrganisation } from "../support/test-app";
import { IngestCommand } from "./run-ingest";

const PHONE = "13800138000";
const hash = (person: number): string => person.toString(16).padStart(64, "0");

let test: TestApp;
let organisation: TestOrganisation;
let folder: string;
let command: IngestCommand;

beforeAll(async () => {
  test = await createTestApp();
  organisation = await test.addOrganisation("shop");
  folder = await mkdtemp(join(tmpdir(), "valuegraph-ingest-people-"));
  command = new IngestCommand(test, "shop", folder);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const define = (code: string, type: string) =>
  test.query(
    organisation.keys.ADMIN,
    "mutation($input: DefineAttributeInput!) { defineAttribute(input: $input) { userErrors { message } } }",
    { input: { code, name: code, type, isSensitive: false } },
  );

const count = async (sql: string): Promise<number> => {
  const answer = await test.app.clickhouse.query({ query: `SELECT toUInt32(${sql})`, format: "JSONCompactEachRow" });
  return (await answer.json<[number]>())[0]![0];
};

/** Cells of the table's only line. */
const counts = (stdout: string): readonly number[] =>
  /│\s+([\d,]+)\s+│\s+([\d,]+)\s+│\s+([\d,]+)\s+│\s+([\d,]+)\s+│/
    .exec(stdout)!
    .slice(1)
    .map((cell) => Number(cell.replaceAll(",", "")));

describe("valuegraph ingest-attributes", () => {
  const mapping = (change: object = {}): Promise<string> =>
    command.file(
      "attributes.json",
      JSON.stringify({
        source: { code: "crm", name: "CRM" },
        format: "CSV",
        identity: { namespace: "MEMBER_ID", column: "member" },
        asOf: { column: "at", format: "ISO" },
        attributes: { orders: { column: "orders", absent: ["-"] }, since: { column: "since" } },
        ignored: ["note"],
        ...change,
      }),
    );

  it("says which attributes are not in the registry, and reads nothing", async () => {
    const ended = await command.ingest("attributes", await mapping(), "never-opened.csv");
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(
      "The mapping must name attributes of the organisation's registry, but orders, since are not in it; define them with defineAttribute.",
    );
  });

  it("takes every good value of a file, writes the others out masked, and doubles nothing", async () => {
    await define("orders", "INTEGER");
    await define("since", "DATE");
    const at = "2025-11-01T00:00:00+08:00";
    const lines = [
      "member,at,orders,since,note",
      `${hash(1)},${at},3,2020-01-31,${PHONE}`,
      `${hash(2)},${at},-,2020-02-30,${PHONE}`, // one value absent, the other no day
      `${hash(3)},2025-11-01,4,,`,
      `${PHONE},${at},5,,`,
      "broken",
    ];
    const file = await command.file("attributes.csv.gz", gzipSync(lines.join("\n")));
    const ended = await command.ingest("attributes", await mapping(), file);
    expect(ended.code).toBe(0);
    expect(counts(ended.stdout)).toEqual([6, 2, 0, 4]);
    expect(ended.stdout).toContain("1 x INVALID_VALUE");
    expect(ended.rejects).toMatchObject([
      {
        line: 3,
        reason: "INVALID_VALUE",
        field: ["value"],
        row: { member: "00***", since: "2020-02-30", note: "13***" },
      },
      { line: 4, reason: "INVALID_TIME", field: ["asOf"] },
      { line: 5, reason: "IDENTITY_FORMAT", field: ["identity", "value"], row: { member: "13***", orders: "5" } },
      { line: 6, reason: "MALFORMED_ROW", row: null },
    ]);
    expect(JSON.stringify(ended)).not.toContain(PHONE);
    expect(await count("(SELECT count() FROM person_attribute FINAL)")).toBe(2);
    const again = await command.ingest("attributes", await mapping(), file);
    expect(counts(again.stdout)).toEqual([6, 0, 2, 4]);
    expect(await count("(SELECT count() FROM person_attribute)")).toBe(2);
  });

  it("takes the lines before a broken end, says so and ends with 2", async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => `${hash(100 + i)},2025-11-01T00:00:00Z,1,,`);
    const whole = gzipSync(["member,at,orders,since,note", ...lines].join("\n"));
    const ended = await command.ingest(
      "attributes",
      await mapping(),
      await command.file("cut.csv.gz", whole.subarray(0, whole.length - 2_000)),
    );
    expect(ended.code).toBe(2);
    const [received, accepted] = counts(ended.stdout);
    expect([received! > 0, received! < 5_000, accepted]).toEqual([true, true, received]);
    expect(ended.stderr).toMatch(/cut\.csv\.gz: the gzip stream must be whole, but ends after line \d+/);
  });

  it.each([
    ["no attribute", { attributes: {} }, /attributes: must fill at least one attribute/],
    ["a pattern without a zone", { asOf: { column: "at", format: "yyyy-MM-dd" } }, /asOf/],
    ["an unknown key", { brand: "x" }, /Unrecognized key/],
  ])("refuses a mapping with %s", async (_, change, sentence) => {
    const ended = await command.ingest("attributes", await mapping(change), "never-opened.csv");
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/must be an attribute mapping \(schema: docs\/attribute-mapping\.schema\.json\)/);
    expect(ended.stderr).toMatch(sentence);
  });
});

describe("valuegraph ingest-identities", () => {
  it("takes identities with consent under the shipped example", async () => {
    const path = join(__dirname, "../../examples/mappings/identities-first-party.json");
    const lines = [
      "member,phone_sha256,marketing,said_at",
      `${hash(1)},${hash(1001)},yes,2025-11-01 00:00:00`,
      `${hash(2)},,no,2025-11-01 00:00:00`,
      `${hash(3)},${PHONE},yes,2025-11-01 00:00:00`,
      `${hash(4)},,perhaps,2025-11-01 00:00:00`,
    ];
    const file = await command.file("members.csv", lines.join("\n"));
    const ended = await command.ingest("identities", path, file);
    expect(counts(ended.stdout)).toEqual([4, 2, 0, 2]);
    expect(ended.rejects).toMatchObject([
      { line: 4, reason: "IDENTITY_FORMAT", field: ["identities", "1", "value"], row: { phone_sha256: "13***" } },
      { line: 5, reason: "INVALID_VALUE", field: ["marketing"] },
    ]);
    expect(JSON.stringify(ended)).not.toContain(PHONE);
    expect(await count("(SELECT count() FROM identity_consent)")).toBe(3); // two identities of person 1
    const state =
      "(SELECT countDistinct(ordinal) FROM identity_consent WHERE state = 'WITHDRAWN' AND purpose = 'MARKETING')";
    expect(await count(state)).toBe(1);
  });
});
