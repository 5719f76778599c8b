import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";

const document = readFileSync(join(__dirname, "../../../examples/queries/intake.graphql"), "utf8");
const pin = (person: number): string => person.toString(16).padStart(64, "0");

let test: TestApp;
let organisation: TestOrganisation;
let source: string;

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-12-01T00:00:00Z") });
  organisation = await test.addOrganisation("shop");
  await addCatalogue(test, organisation.keys.OPERATOR, { watch: ["haoyu"] });
});
afterAll(() => test.close());
beforeEach(async () => {
  source = await addSource(test, organisation.keys.OPERATOR, `source-${Math.random()}`);
});

const row = (eventId: string, change: object = {}) => ({
  eventId,
  occurredAt: "2025-11-11T00:00:00+08:00",
  action: "ORDER",
  platform: "JD",
  site: "ON_SITE",
  brandCode: "haoyu",
  categoryCode: "watch",
  orderId: `o-${eventId}`,
  orderLineId: "1",
  value: { amount: "399.00", currencyCode: "CNY" },
  quantity: 1,
  identities: [{ namespace: "JD_PIN", value: pin(1) }],
  ...change,
});

const ingest = async (
  touchpoints: readonly object[],
  key = `key-${Math.random()}`,
  secret = organisation.keys.INTEGRATION,
) => (await test.query(secret, document, { source, touchpoints, key })).data?.ingestTouchpoints;

const stored = async (): Promise<{ rows: number; people: number }> => {
  const number = numberOf(source);
  const answer = await test.app.clickhouse.query({
    query:
      "SELECT toInt32(count()) AS rows, toInt32(uniqExact(ordinal)) AS people FROM touchpoint FINAL WHERE source_id = {number:UInt32}",
    query_params: { number },
    format: "JSONEachRow",
  });
  return (await answer.json<{ rows: number; people: number }>())[0]!;
};

it("answers row by row: the same event is a duplicate, other content under its id a conflict, a bad row rejected", async () => {
  const answer = await ingest([row("e1"), row("e1"), row("e1", { quantity: 2 }), row("e2", { action: "ORDERED" })]);
  expect(answer).toMatchObject({ accepted: 1, duplicates: 1, conflicts: 1, rejected: 1, userErrors: [] });
  expect(answer.rows.map((one: { outcome: string }) => one.outcome)).toEqual([
    "ACCEPTED",
    "DUPLICATE",
    "CONFLICT",
    "REJECTED",
  ]);
  expect(answer.rows[3]).toMatchObject({ reason: "UNKNOWN_ACTION", field: ["action"] });
  expect(await stored()).toEqual({ rows: 1, people: 1 });
});

it("stores a replay of any part once, also in another cut and at once", async () => {
  const rows = Array.from({ length: 60 }, (_, i) =>
    row(`r${i}`, { identities: [{ namespace: "JD_PIN", value: pin(i % 20) }] }),
  );
  const cuts = [rows, rows.slice(0, 30), rows.slice(20), [...rows].reverse(), rows.slice(10, 50)];
  const answers = await Promise.all(cuts.map((cut) => ingest(cut)));
  const accepted = answers.reduce((sum, answer) => sum + answer.accepted, 0);
  expect(accepted).toBe(60);
  expect(answers.every((answer) => answer.conflicts === 0 && answer.rejected === 0)).toBe(true);
  expect(await stored()).toEqual({ rows: 60, people: 20 });
});

it("takes the same event id on another day as another event", async () => {
  await ingest([row("e1")]);
  expect(await ingest([row("e1", { occurredAt: "2025-11-12T12:00:00Z" })])).toMatchObject({ accepted: 1 });
});

it("replays the first answer under one idempotency key, and refuses the key for other rows", async () => {
  const first = await ingest([row("k1")], "same-key");
  expect(await ingest([row("k1")], "same-key")).toEqual(first);
  const other = await test.query(organisation.keys.INTEGRATION, document, {
    source,
    touchpoints: [row("k2")],
    key: "same-key",
  });
  expect(other.errors?.[0]?.extensions).toEqual({ code: "IDEMPOTENCY_KEY_REUSED" });
});

it("joins a person's identities that came together, and one that comes later beside a known one", async () => {
  const device = { namespace: "DEVICE_ID", value: `device-${Math.random()}` };
  const account = { namespace: "JD_PIN", value: pin(77) };
  const phone = { namespace: "PHONE", value: pin(78) };
  await ingest([row("i1", { identities: [device] })]);
  await ingest([row("i2", { identities: [account, device] })]);
  await ingest([row("i3", { identities: [phone, account] }), row("i4", { identities: [phone] })]);
  expect(await stored()).toEqual({ rows: 4, people: 1 });
});

describe("refused calls", () => {
  it("more than a thousand rows", async () => {
    expect(await ingest(Array.from({ length: 1001 }, (_, i) => row(`m${i}`)))).toMatchObject({
      accepted: null,
      rows: [],
      userErrors: [
        {
          code: "INVALID_INPUT",
          field: ["touchpoints"],
          message: "touchpoints must have 1 to 1000 rows, but got 1001; send several calls.",
        },
      ],
    });
  });

  it("a malformed source id, and a source of another organisation", async () => {
    const malformed = await test.query(organisation.keys.INTEGRATION, document, {
      source: "nonsense",
      touchpoints: [row("x")],
      key: "a",
    });
    expect(malformed.data.ingestTouchpoints.userErrors).toEqual([
      {
        code: "INVALID_ID",
        field: ["sourceId"],
        message: 'sourceId must be an id of TouchpointSource as this API returned it, but got "nonsense".',
      },
    ]);
    const stranger = await test.addOrganisation(`stranger-${Math.floor(Math.random() * 1e9)}`);
    const answer = await ingest([row("x")], "b", stranger.keys.INTEGRATION);
    expect(answer.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["sourceId"] }]);
  });

  it("a key that may not ingest", async () => {
    const answer = await test.query(organisation.keys.PARTNER, document, { source, touchpoints: [row("x")], key: "c" });
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
    expect(answer.errors?.[0]?.message).toContain("Mutation.ingestTouchpoints (INGEST_TOUCHPOINTS)");
  });
});

it("shows how fresh each platform is", async () => {
  await ingest([
    row("f1", {
      platform: "DOUYIN",
      site: "OFF_SITE",
      action: "IMPRESSION",
      orderId: null,
      orderLineId: null,
      value: null,
    }),
  ]);
  const answer = await test.query(
    organisation.keys.PARTNER,
    "{ viewer { dataFreshness { platform lastTouchpointAt lastImportAt } } }",
  );
  expect(answer.data.viewer.dataFreshness).toContainEqual({
    platform: "DOUYIN",
    lastTouchpointAt: "2025-11-10T16:00:00.000Z",
    lastImportAt: "2025-12-01T00:00:00.000Z",
  });
});
