import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { Client } from "pg";
import { MAX_AT_ONCE } from "../../../src/features/touchpoints/callback.route";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { monitorMapping } from "./support/monitor-mapping";

const setUp = readFileSync(join(__dirname, "callback-setup.graphql"), "utf8");
const now = new Date("2025-12-01T00:00:00Z");

let test: TestApp;
let organisation: TestOrganisation;
let code: string;
let source: string;

beforeAll(async () => {
  test = await createTestApp({ now });
  organisation = await test.addOrganisation("shop");
  await addCatalogue(test, organisation.keys.OPERATOR, { watch: ["haoyu"] });
});
afterAll(() => test.close());
beforeEach(async () => {
  now.setTime(Date.UTC(2025, 11, 1));
  code = `monitor-${Math.floor(Math.random() * 1e9)}`;
  source = await addSource(test, organisation.keys.OPERATOR, code);
});

const prepare = async (mapping: object | null, key = `key-${Math.random()}`, secret = organisation.keys.INTEGRATION) =>
  (await test.query(secret, setUp, { source, mapping: mapping && JSON.stringify(mapping), key })).data;

const secretOf = async (mapping: object | null = null): Promise<string> =>
  (await prepare(mapping)).rotateCallbackSecret.secret;

const signatureOf = (secret: string, body: string | Buffer, at = now): string => {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.`).update(body).digest("hex")}`;
};

const post = async (body: string | Buffer, signature: string | null, type = "application/json", to = source) => {
  const response = await fetch(`${test.url}/v1/callbacks/${to}`, {
    method: "POST",
    headers: { "content-type": type, ...(signature !== null && { "x-valuegraph-signature": signature }) },
    body: Buffer.from(body),
  });
  return { status: response.status, body: await response.json() };
};

const row = (eventId: string, change: object = {}) => ({
  eventId,
  occurredAt: "2025-11-11T00:00:00+08:00",
  action: "IMPRESSION",
  platform: "DOUYIN",
  site: "OFF_SITE",
  identities: [{ namespace: "DEVICE_ID", value: "device-0001" }],
  ...change,
});

const COUNTS = { received: 0, accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 };

const stored = async (columns: string): Promise<readonly object[]> => {
  const answer = await test.app.clickhouse.query({
    query: `SELECT ${columns} FROM touchpoint FINAL WHERE source_id = {number:UInt32} ORDER BY event_id`,
    query_params: { number: numberOf(source) },
    format: "JSONEachRow",
  });
  return answer.json();
};

describe("signed callbacks", () => {
  it("take an object, an array or lines, and answer a replay as duplicates", async () => {
    const secret = await secretOf();
    const one = JSON.stringify(row("a"));
    expect(await post(one, signatureOf(secret, one))).toEqual({
      status: 200,
      body: { ...COUNTS, received: 1, accepted: 1, rows: [] },
    });
    const array = JSON.stringify([row("a"), row("b"), row("a", { keyword: "x" }), 7]);
    const mixed = await post(array, signatureOf(secret, array));
    expect(mixed.body).toMatchObject({ received: 4, accepted: 1, duplicates: 1, conflicts: 1, rejected: 1 });
    expect(mixed.body.rows).toMatchObject([
      { line: 1, eventId: "a", outcome: "DUPLICATE" },
      { line: 3, eventId: "a", outcome: "CONFLICT" },
      { line: 4, eventId: null, outcome: "REJECTED", reason: "MALFORMED_ROW" },
    ]);
    const lines = `${JSON.stringify(row("c"))}\n\n{broken\n${JSON.stringify(row("d"))}`;
    const signature = signatureOf(secret, lines);
    const first = await post(lines, signature, "application/x-ndjson");
    expect(first.body).toMatchObject({ received: 3, accepted: 2, rejected: 1, rows: [{ line: 3 }] });
    const replay = await post(lines, signature, "application/x-ndjson");
    expect(replay.body).toMatchObject({ received: 3, accepted: 0, duplicates: 2, rejected: 1 });
    expect(await stored("event_id")).toHaveLength(4);
    const [run] = await test.app.database.withSystem((manager) =>
      manager.query("SELECT name, received, accepted, duplicates FROM integration_run WHERE source_id = $1", [
        numberOf(source),
      ]),
    );
    expect(run).toEqual({ name: "API 2025-12-01", received: "11", accepted: "4", duplicates: "3" });
  });

  it("read the fields and macros of a monitor by its mapping", async () => {
    const prepared = await prepare(monitorMapping(code));
    expect(prepared.setCallbackMapping).toEqual({
      touchpointSource: { code, callback: { isMapped: true } },
      userErrors: [],
    });
    expect(prepared.rotateCallbackSecret.touchpointSource.callback).toEqual({
      url: `/v1/callbacks/${source}`,
      signatureHeader: "X-Valuegraph-Signature",
      isMapped: true,
      rotatedAt: "2025-12-01T00:00:00.000Z",
    });
    const seen = (rid: string, change: object = {}) =>
      JSON.stringify({
        rid,
        type: "imp",
        ts: 1_762_790_400,
        __PID__: "p-7",
        __OAID__: "{oaid-0001}",
        adv: 8001,
        ua: "x",
        ...change,
      });
    const body = [
      seen("r1"),
      seen("r2", { type: "clk" }),
      seen("r3", { type: "view" }),
      seen("r4", { extra: 1 }),
      seen("r5", { __OAID__: { id: 1 } }),
      seen("r6", { type: "constructor" }),
    ].join("\n");
    const { secret } = prepared.rotateCallbackSecret;
    const answer = await post(body, signatureOf(secret, body), "application/x-ndjson; charset=utf-8");
    expect(answer.body).toMatchObject({ received: 6, accepted: 2, rejected: 4 });
    expect(answer.body.rows).toMatchObject([
      { line: 3, reason: "INVALID_VALUE", field: ["type"], allowed: ["clk", "imp"] },
      { line: 4, reason: "UNKNOWN_FIELD", field: ["extra"] },
      { line: 5, reason: "INVALID_VALUE", field: ["__OAID__"] },
      { line: 6, reason: "INVALID_VALUE", field: ["type"] },
    ]);
    expect(await stored("event_id, action, placement, toString(occurred_at) AS at, brand_id > 0 AS branded")).toEqual([
      { event_id: "r1", action: "IMPRESSION", placement: "p-7", at: "2025-11-10 16:00:00.000", branded: 1 },
      { event_id: "r2", action: "CLICK", placement: "p-7", at: "2025-11-10 16:00:00.000", branded: 1 },
    ]);
  });
});

describe("refused callbacks", () => {
  const body = JSON.stringify(row("x"));

  it("unsigned, signed with another secret, over other bytes, or of no source", async () => {
    const secret = await secretOf();
    const wrong = { status: 401, body: { code: "BAD_SIGNATURE" } };
    expect(await post(body, null)).toMatchObject(wrong);
    expect(await post(body, "t=now,v1=abc")).toMatchObject(wrong);
    expect(await post(body, signatureOf("vgcb_other", body))).toMatchObject(wrong);
    expect(await post(`${body} `, signatureOf(secret, body))).toMatchObject(wrong);
    const nobody = Buffer.from("TouchpointSource:999999").toString("base64url");
    const unsigned = await post(body, signatureOf(secret, body), "application/json", nobody);
    expect(unsigned).toEqual(await post(body, signatureOf("vgcb_other", body)));
    expect(await stored("event_id")).toEqual([]);
  });

  it("of a source that never had a secret", async () => {
    expect(await post(body, signatureOf("", body))).toMatchObject({ status: 401, body: { code: "BAD_SIGNATURE" } });
  });

  it("signed more than 300 s before or after now", async () => {
    const secret = await secretOf();
    const at = (seconds: number) => post(body, signatureOf(secret, body, new Date(now.getTime() + seconds * 1000)));
    expect(await at(-301)).toEqual({
      status: 401,
      body: {
        code: "SIGNATURE_EXPIRED",
        message: "t must be within 300 s of this server's clock, but is 301 s behind; sign again.",
      },
    });
    expect(await at(301)).toMatchObject({ status: 401, body: { code: "SIGNATURE_EXPIRED" } });
    expect(await at(-300)).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(await at(300)).toMatchObject({ status: 200, body: { duplicates: 1 } });
  });

  it("too long, of another type, compressed, broken, or of too many rows", async () => {
    const secret = await secretOf();
    const signed = (text: string, type?: string) => post(text, signatureOf(secret, text), type);
    expect(await signed("x".repeat(4 * 1024 ** 2 + 1))).toMatchObject({
      status: 413,
      body: { code: "PAYLOAD_TOO_LARGE" },
    });
    expect(await signed(body, "text/csv")).toMatchObject({ status: 415, body: { code: "UNSUPPORTED_MEDIA_TYPE" } });
    expect(await signed("{")).toMatchObject({ status: 400, body: { code: "MALFORMED_BODY" } });
    const many = { status: 413, body: { code: "TOO_MANY_ROWS" } };
    expect(await signed(`[${"0,".repeat(20_000)}0]`)).toMatchObject(many);
    expect(await signed("0\n".repeat(20_001), "application/x-ndjson")).toMatchObject(many);
    expect(await stored("event_id")).toEqual([]);
  });
});

it("takes so many callbacks at once, and says of more when to send them again", async () => {
  const secret = await secretOf();
  const body = JSON.stringify(row("a"));
  const signature = signatureOf(secret, body);
  const sending = await Promise.all(
    Array.from({ length: MAX_AT_ONCE }, async () => {
      const headers = { "x-valuegraph-signature": signature, expect: "100-continue" };
      const sender = request(`${test.url}/v1/callbacks/${source}`, { method: "POST", headers });
      sender.on("error", () => undefined).flushHeaders();
      await new Promise((resolve) => sender.once("continue", resolve));
      return sender;
    }),
  );
  const refused = await fetch(`${test.url}/v1/callbacks/${source}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-valuegraph-signature": signature },
    body,
  });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await refused.json()).toEqual({
    code: "UNAVAILABLE",
    message: `At most ${MAX_AT_ONCE} callbacks are taken at once, and so many are; send it again a little later.`,
  });
  for (const sender of sending) sender.destroy();
  for (let tries = 0; tries < 100 && (await post(body, signature)).status === 503; tries++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await post(body, signature)).toMatchObject({ status: 200, body: { duplicates: 1 } });
});

describe("secrets", () => {
  const body = JSON.stringify(row("x"));
  const statusOf = async (secret: string): Promise<number> => (await post(body, signatureOf(secret, body))).status;

  it("of before are valid for a day more, and those before them no longer", async () => {
    const rotate = async () => (await prepare(null)).rotateCallbackSecret;
    const first = await rotate();
    expect(first.previousValidUntil).toBeNull();
    now.setTime(now.getTime() + 3_600_000);
    const second = await rotate();
    expect(second.previousValidUntil).toBe("2025-12-02T01:00:00.000Z");
    expect(second.secret).not.toBe(first.secret);
    expect(await Promise.all([first.secret, second.secret].map(statusOf))).toEqual([200, 200]);
    now.setTime(Date.parse(second.previousValidUntil));
    expect(await Promise.all([first.secret, second.secret].map(statusOf))).toEqual([401, 200]);
    const third = await rotate();
    expect(await Promise.all([first.secret, second.secret, third.secret].map(statusOf))).toEqual([401, 200, 200]);
  });

  it("are the same for a retry, of each source its own, and in no table", async () => {
    const first = await prepare(null, "same-key");
    expect(await prepare(null, "same-key")).toEqual(first);
    const { secret } = first.rotateCallbackSecret;
    source = await addSource(test, organisation.keys.OPERATOR, `${code}-2`);
    expect(await secretOf()).not.toBe(secret);
    const owner = new Client({ connectionString: test.databaseOwnerUrl });
    await owner.connect();
    const { rows: tables } = await owner.query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    );
    for (const { name } of tables) {
      const { rows } = await owner.query(`SELECT 1 FROM ${name} AS r WHERE strpos(to_jsonb(r)::text, $1) > 0`, [
        secret,
      ]);
      expect({ name, rows }).toEqual({ name, rows: [] });
    }
    await owner.end();
  });

  it("are given to the source's organisation only, and to keys that may send touchpoints", async () => {
    const stranger = await test.addOrganisation(`stranger-${Math.floor(Math.random() * 1e9)}`);
    const refused = await prepare(null, "stranger", stranger.keys.INTEGRATION);
    const notFound = {
      touchpointSource: null,
      userErrors: [
        {
          code: "NOT_FOUND",
          field: ["sourceId"],
          message: "sourceId must name a source of this organisation; make one with createTouchpointSource.",
        },
      ],
    };
    expect(refused.setCallbackMapping).toEqual(notFound);
    expect(refused.rotateCallbackSecret).toEqual({ ...notFound, secret: null, previousValidUntil: null });
    const answer = await test.query(organisation.keys.BI, setUp, { source, mapping: null, key: "bi" });
    expect(answer.errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
  });
});

describe("mappings", () => {
  const problemsOf = async (change: object) =>
    (await prepare({ ...monitorMapping(code), ...change })).setCallbackMapping.userErrors;

  it("are refused with every problem and its path", async () => {
    expect(await problemsOf({ time: { column: "ts" }, identities: [] })).toMatchObject([
      { code: "INVALID_MAPPING", field: ["mapping", "time", "format"] },
      { code: "INVALID_MAPPING", field: ["mapping", "identities"] },
    ]);
    const unfit = {
      format: "CSV",
      source: { code: "other", name: "x" },
      onUnknownBrand: "CREATE",
      eventId: { derivedFrom: ["rid"], exactDuplicates: "KEEP" },
      time: { column: "ts", format: "yyyy", zone: "Asia/Shang" },
    };
    expect((await problemsOf(unfit)).map(({ field }: { field: string[] }) => field.join("."))).toEqual([
      "mapping.format",
      "mapping.source.code",
      "mapping.onUnknownBrand",
      "mapping.eventId.exactDuplicates",
      "mapping.time.zone",
    ]);
  });

  it.each(["(a+)+$", "a*b", "x{1,9}", "[", "\\[a*a*]", "a".repeat(101)])("may not remove by %s", async (remove) => {
    expect(await problemsOf({ identities: [{ namespace: "DEVICE_ID", column: "__OAID__", remove }] })).toMatchObject([
      { code: "INVALID_MAPPING", field: ["mapping", "identities", "0", "remove"] },
    ]);
  });

  it("are taken away by null", async () => {
    await prepare(monitorMapping(code));
    const answer = await prepare(null);
    expect(answer.setCallbackMapping.touchpointSource.callback).toEqual({ isMapped: false });
  });

  it("must be JSON", async () => {
    const answer = await test.query(organisation.keys.INTEGRATION, setUp, { source, mapping: "{", key: "k" });
    expect(answer.data.setCallbackMapping.userErrors).toMatchObject([{ code: "INVALID_MAPPING", field: ["mapping"] }]);
  });
});
