import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandContext } from "../../../src/cli/open-app";
import { createLogger } from "../../../src/platform/logger";
import { addSource } from "../../support/catalogue";
import { createTestApp, type TestApp } from "../../support/test-app";
import { addTenant, documentOf, type Tenant } from "./journey-setup";

const intake = readFileSync(join(__dirname, "../../../examples/queries/intake.graphql"), "utf8");
const PIN = "ab".repeat(32);
const PHONE = "cd".repeat(32);
const WINDOW = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-20T00:00:00+08:00" };

let test: TestApp;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-25T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
  stranger = await addTenant(test, "clocks");
  const { INTEGRATION } = tenant.organisation.keys;
  const source = await addSource(test, INTEGRATION, "feed", "ORGANISATION");
  const pin = { namespace: "JD_PIN", value: PIN };
  const row = (eventId: string, day: string, action: string, change: object = {}) => ({
    eventId,
    occurredAt: `2025-11-${day}T10:00:00+08:00`,
    action,
    platform: "JD",
    site: "ON_SITE",
    brandCode: "watches",
    identities: [pin],
    ...change,
  });
  const touchpoints = [
    row("e4", "05", "ORDER", { orderId: "o1", value: { amount: "9.00", currencyCode: "CNY" } }),
    row("e3", "03", "SEARCH", { keyword: "dive watch", identities: [pin, { namespace: "PHONE", value: PHONE }] }),
    row("e1", "02", "CLICK", {
      platform: "DOUYIN",
      site: "OFF_SITE",
      campaignCode: "SINGLES",
      placementCode: "dy-1",
      creativeCode: "film",
    }),
    row("e2", "02", "VISIT"), // at the instant of e1: the event id decides
    row("e5", "21", "VISIT"), // after the window
    row("e6", "04", "VISIT", { identities: [{ namespace: "JD_PIN", value: "ef".repeat(32) }] }), // somebody else
  ];
  const answer = await test.query(INTEGRATION, intake, { source, touchpoints, key: "fixture" });
  expect(answer.data.ingestTouchpoints).toMatchObject({ accepted: 6, userErrors: [] });
  // A private source's links join people in its organisation's eyes as soon as they are settled.
  await test.app.people.settle.settle(commandContext(tenant.organisation.id, createLogger("fatal")));
});
afterAll(() => test.close());

const inspect = (variables: object, key = tenant.organisation.keys.ADMIN) =>
  test.query(key, documentOf("person-journey"), { brand: tenant.brand, ...WINDOW, first: 10, ...variables });
const journeyOf = async (variables: object) => (await inspect(variables)).data.brand.personJourney;
const pin = { identity: { namespace: "JD_PIN", value: PIN } };

const auditRows = (): Promise<{ id: string; action: string; subject: string; detail: object; text: string }[]> =>
  test.app.database.withSystem((manager) =>
    manager.query(
      "SELECT id, action, subject, detail, audit_log::text AS text FROM audit_log WHERE organisation_id = $1 ORDER BY id",
      [tenant.organisation.id],
    ),
  );

it("lists one person's touchpoints in order of time, without any identity", async () => {
  const { touchpoints, asOf } = await journeyOf(pin);
  expect(asOf).toBe("2025-11-24T16:00:00.000Z");
  expect(touchpoints.totalCount).toBe(4);
  const none = { campaignCode: null, placementCode: null, creativeCode: null, keyword: null, orderId: null };
  const onSite = { platform: "JD", site: "ON_SITE", isOpportunityToSee: false, ...none };
  expect(touchpoints.nodes).toEqual([
    {
      ...onSite,
      eventId: "e1",
      occurredAt: "2025-11-02T02:00:00.000Z",
      hop: "EXPOSURE",
      action: "CLICK",
      platform: "DOUYIN",
      site: "OFF_SITE",
      campaignCode: "SINGLES",
      placementCode: "dy-1",
      creativeCode: "film",
    },
    { ...onSite, eventId: "e2", occurredAt: "2025-11-02T02:00:00.000Z", hop: "VISIT", action: "VISIT" },
    {
      ...onSite,
      eventId: "e3",
      occurredAt: "2025-11-03T02:00:00.000Z",
      hop: "ENGAGE",
      action: "SEARCH",
      keyword: "dive watch",
    },
    { ...onSite, eventId: "e4", occurredAt: "2025-11-05T02:00:00.000Z", hop: "ORDER", action: "ORDER", orderId: "o1" },
  ]);
});

it("finds the person under any of their identities, a hash in capitals too", async () => {
  const byPhone = await journeyOf({ identity: { namespace: "PHONE", value: PHONE.toUpperCase() } });
  expect(byPhone).toEqual(await journeyOf(pin));
});

it("goes through pages in both directions", async () => {
  const idsOf = (page: { nodes: { eventId: string }[] }): string[] => page.nodes.map(({ eventId }) => eventId);
  const first = (await journeyOf({ ...pin, first: 2 })).touchpoints;
  expect([idsOf(first), first.pageInfo.hasNextPage]).toEqual([["e1", "e2"], true]);
  const second = (await journeyOf({ ...pin, first: 2, after: first.pageInfo.endCursor })).touchpoints;
  expect([idsOf(second), second.pageInfo.hasNextPage]).toEqual([["e3", "e4"], false]);
  const back = (await journeyOf({ ...pin, first: null, last: 1, before: second.pageInfo.startCursor })).touchpoints;
  expect([idsOf(back), back.pageInfo.hasPreviousPage]).toEqual([["e2"], true]);
  const cursor = Buffer.from(JSON.stringify(["x", "1", "e1"])).toString("base64url");
  expect((await inspect({ ...pin, after: cursor })).errors).toMatchObject([
    { message: "after must be a cursor that personJourney.touchpoints returned." },
  ]);
});

it("finds nobody where nothing of the brand is seen", async () => {
  expect(await journeyOf({ identity: { namespace: "JD_PIN", value: "00".repeat(32) } })).toBeNull();
  expect(await journeyOf({ ...pin, to: "2025-11-02T00:00:00+08:00" })).toBeNull();
  // The other organisation's brand has no touchpoint of this person, and it may not see this organisation's source.
  const { data } = await inspect({ ...pin, brand: stranger.brand }, stranger.organisation.keys.ADMIN);
  expect(data.brand.personJourney).toBeNull();
});

it("refuses a namespace that nobody declared and a value that is no hash, without repeating it", async () => {
  const named = await inspect({ identity: { namespace: "NAME", value: "Li Lei" } });
  expect(named.errors).toMatchObject([
    { message: expect.stringMatching(/^namespace must be one of .*JD_PIN.*, but got "NAME"\.$/) },
  ]);
  const plain = await inspect({ identity: { namespace: "PHONE", value: "13800138000" } });
  expect(plain.errors).toMatchObject([
    {
      message:
        "A value in PHONE must be 64 hexadecimal digits, a SHA-256 taken by the sender, but got 11 characters that do not.",
      extensions: { code: "BAD_USER_INPUT" },
    },
  ]);
});

it("refuses a value that does not match its namespace's pattern", async () => {
  const created = await test.query(
    tenant.organisation.keys.OPERATOR,
    `mutation { createIdentityNamespace(input: { code: "DEVICE", format: OPAQUE, pattern: "^[0-9]{4}$" }) {
      userErrors { message } } }`,
  );
  expect(created.data.createIdentityNamespace.userErrors).toEqual([]);
  const { errors } = await inspect({ identity: { namespace: "DEVICE", value: "Li Lei" } });
  expect(errors).toMatchObject([
    { message: "A value in DEVICE must match ^[0-9]{4}$, but got 6 characters that do not." },
  ]);
  expect(await journeyOf({ identity: { namespace: "DEVICE", value: "0000" } })).toBeNull();
});

it("is for administrators and operators only", async () => {
  const { OPERATOR, BI, AD_OPS, PARTNER, INTEGRATION } = tenant.organisation.keys;
  expect((await inspect(pin, OPERATOR)).errors).toBeUndefined();
  for (const key of [BI, AD_OPS, PARTNER, INTEGRATION])
    expect((await inspect(pin, key)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
});

it("records every look-up, also one that finds nobody, and never whom it was about", async () => {
  // The clock stands still here, so ids do not tell what came last.
  const before = new Set((await auditRows()).map(({ id }) => id));
  await inspect(pin);
  await inspect({ identity: { namespace: "JD_PIN", value: "00".repeat(32) } });
  const rows = (await auditRows()).filter(({ id }) => !before.has(id));
  const window = { from: "2025-10-31T16:00:00.000Z", to: "2025-11-19T16:00:00.000Z" };
  expect(rows).toMatchObject(
    [0, 1].map(() => ({
      action: "inspectPerson",
      subject: `Brand:${tenant.brandId}`,
      detail: { namespace: "JD_PIN", ...window },
    })),
  );
  const keys = await test.app.clickhouse.query({
    query: "SELECT toString(key) AS key FROM identity",
    format: "JSONEachRow",
  });
  const stored = (await keys.json<{ key: string }>()).map(({ key }) => key);
  for (const { text } of rows) for (const secret of [PIN, ...stored]) expect(text).not.toContain(secret);
});
