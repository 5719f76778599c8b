import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addTenant, type Tenant } from "../effects/effects-setup";

const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const IMPORT = documentOf("import-slot-inventory");
const EFFECTS = documentOf("slot-effects");

let test: TestApp;
let tenant: Tenant;
let holdout: string;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
  await insertTouchpoints(test, rowsOf(tenant));
  expect(await importHours(tenant, HOURS)).toMatchObject({ registered: 4, rejected: 0, userErrors: [] });
  holdout = await buildPack(tenant);
}, 60_000);
afterAll(() => test.close());

const at = (time: string): string => `2025-${time}:00:00+08:00`;
const hour = (slotCode: string, time: string, exposures: string, amount: string): object => ({
  ...{ platform: "JD", slotCode, startsAt: at(time), exposures, price: { amount, currencyCode: "CNY" } },
});
/** The home page's top from 10 to 12, its bottom from 10 to 11 and once in December. */
const HOURS = [
  hour("HOME-TOP", "11-03T10", "900", "600.00"),
  hour("HOME-TOP", "11-03T11", "100", "200.00"),
  hour("HOME-END", "11-03T10", "500", "50.00"),
  hour("HOME-END", "12-01T10", "500", "50.00"),
];

async function importHours(
  of: Tenant,
  hours: readonly object[],
  role: "AD_OPS" | "BI" = "AD_OPS",
  key?: string,
  // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
): Promise<any> {
  const input = { brandId: toNodeId("Brand", of.brandId), hours };
  const answer = await test.query(of.organisation.keys[role], IMPORT, { input, key });
  return answer.data?.importSlotInventory ?? answer;
}

/**
 * All at AWARE before, by one visit or, the quieter, by one on another day. HOME-TOP is seen by 100 of the visitors, of whom 30 save
 * something later and 5 had done so before; 200 visitors see nothing, of whom 20 save; 50 of those are held out, of whom 5 save. 40 of the
 * quiet see HOME-END, of whom 8 save, and 80 do not, of whom 16 save. HOME-TOP is seen by 20 visitors at 12, when it was another's.
 */
function rowsOf({ brandId, sourceId }: Tenant): TouchpointRow[] {
  const crowd = (first: number, count: number, time: string, action: string, more: object = {}): TouchpointRow[] =>
    Array.from({ length: count }, (_, index) => ({
      ...{ person: `p${first + index}`, at: at(time), action, brandId, sourceId },
      ...more,
    }));
  return [
    ...crowd(1, 300, "10-25T10", "VISIT"),
    ...crowd(1, 100, "11-03T10", "IMPRESSION", { slot: "HOME-TOP" }),
    ...crowd(1, 30, "11-05T10", "FAVOURITE"),
    ...crowd(31, 5, "11-02T10", "FAVOURITE"),
    ...crowd(101, 20, "11-05T10", "FAVOURITE"),
    ...crowd(281, 20, "11-03T12", "IMPRESSION", { slot: "HOME-TOP" }),
    // Members of the holdout pack: saved something of the other kind long ago.
    ...crowd(116, 50, "08-01T10", "SHARE"),
    ...crowd(401, 120, "10-25T10", "IMPRESSION"),
    ...crowd(401, 40, "11-03T10", "IMPRESSION", { slot: "HOME-END" }),
    ...crowd(401, 8, "11-05T10", "FAVOURITE"),
    ...crowd(441, 16, "11-05T10", "FAVOURITE"),
    // Not at AWARE before: the slot was the first that they saw.
    ...crowd(601, 10, "11-03T10", "IMPRESSION", { slot: "HOME-TOP" }),
  ];
}

const CREATE = `mutation($input: CreateAudiencePackInput!) {
  createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }`;
const BUILD =
  "mutation($id: ID!) { buildAudiencePack(id: $id, expectedVersion: 1) { run { id } userErrors { message } } }";

async function createPack({ organisation, brandId }: Tenant, name: string): Promise<string> {
  const rules = { did: { action: "SHARE", within: { days: 180 } } };
  const input = { brandId: toNodeId("Brand", brandId), name, rules };
  return (await test.query(organisation.keys.ADMIN, CREATE, { input })).data.createAudiencePack.audiencePack.id;
}

async function buildPack(of: Tenant): Promise<string> {
  const { ADMIN } = of.organisation.keys;
  const id = await createPack(of, "Held out");
  const { run } = (await test.query(ADMIN, BUILD, { id })).data.buildAudiencePack;
  expect(await test.waitForRun(ADMIN, run.id)).toMatchObject({ status: "SUCCEEDED" });
  return id;
}

const variables = ({ brandId }: Tenant, more: object = {}): object => ({
  ...{ brand: toNodeId("Brand", brandId), from: at("11-01T00"), to: at("11-12T00") },
  ...more,
});

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function read(of: Tenant, more: object = {}): Promise<any> {
  const answer = await test.query(of.organisation.keys.BI, EFFECTS, variables(of, more));
  expect(answer.errors).toBeUndefined();
  return answer.data.brand;
}

it("keeps hours of slots, and restates one that is sent again", async () => {
  const again = [HOURS[0]!, hour("HOME-TOP", "11-03T11", "150", "200.00"), HOURS[0]!];
  expect(await importHours(tenant, again)).toMatchObject({
    ...{ registered: 0, changed: 1, unchanged: 1, rejected: 1 },
    rows: [
      { outcome: "UNCHANGED" },
      { outcome: "CHANGED" },
      { outcome: "REJECTED", reason: "REPEATED", field: ["startsAt"] },
    ],
  });
  const { slotInventory } = await read(tenant);
  expect(slotInventory).toMatchObject({
    totalCount: 3,
    nodes: [
      { slotCode: "HOME-END", exposures: "500" },
      { slotCode: "HOME-TOP", price: { amount: "600.00" } },
      { exposures: "150" },
    ],
  });
  expect(await importHours(tenant, HOURS.slice(1, 2))).toMatchObject({ changed: 1 });
});

it("refuses what is no hour of a slot, row by row", async () => {
  const [row] = HOURS as [Record<string, unknown>];
  const wrong = { ...row, slotCode: "X" };
  const answer = await importHours(tenant, [
    { ...wrong, startsAt: "2025-11-03T10:30:00+08:00" },
    { ...wrong, slotCode: "" },
    { ...wrong, startsAt: at("11-03T12"), platform: "NOWHERE" },
    { ...wrong, startsAt: at("11-03T13"), exposures: "-1" },
    { ...wrong, startsAt: at("11-03T14"), price: { amount: "1.00", currencyCode: "USD" } },
    { ...wrong, startsAt: at("11-03T15"), price: { amount: "-1.00", currencyCode: "CNY" } },
  ]);
  expect(answer.rows.map(({ reason, field }: { reason: string; field: string[] }) => [reason, field])).toEqual([
    ["INVALID_VALUE", ["startsAt"]],
    ["INVALID_VALUE", ["slotCode"]],
    ["UNKNOWN_PLATFORM", ["platform"]],
    ["INVALID_VALUE", ["exposures"]],
    ["WRONG_CURRENCY", ["price", "currencyCode"]],
    ["INVALID_VALUE", ["price", "amount"]],
  ]);
  expect(await importHours(tenant, [])).toMatchObject({
    userErrors: [{ code: "INVALID_INPUT", field: ["input", "hours"] }],
  });
  expect(await importHours(tenant, HOURS, "BI")).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
  const stranger = await addTenant(test, "stranger");
  const input = { brandId: toNodeId("Brand", tenant.brandId), hours: HOURS };
  const foreign = await test.query(stranger.organisation.keys.AD_OPS, IMPORT, { input });
  expect(foreign.data.importSlotInventory.userErrors).toMatchObject([
    { code: "NOT_FOUND", field: ["input", "brandId"] },
  ]);
});

it("compares those who saw a slot with others like them, and names no cause without a holdout", async () => {
  const { slotEffects } = await read(tenant);
  expect(slotEffects).toMatchObject({
    comparison: "UNEXPOSED",
    holdout: null,
    dataState: "COMPLETE",
    ruleSet: { code: "DEFAULT" },
  });
  // 30 of 100 against 20 of 200, and 8 of 40 against 16 of 80: variances .3 x .7 / 100 + .1 x .9 / 200, and .2 x .8 (1/40 + 1/80).
  const half = 1.959963984540054 * Math.sqrt(0.0021 + 0.00045);
  expect(slotEffects.slots).toEqual([
    {
      ...{ platform: "JD", slotCode: "HOME-TOP", hours: 2, price: { amount: "800.00" }, exposures: "1000" },
      ...{
        people: "100",
        unmatchedPeople: "0",
        risen: "30",
        controlPeople: "200",
        expectedRate: expect.closeTo(0.1, 12),
      },
      rate: { value: 0.3, low: expect.any(Number), high: expect.any(Number) },
      uplift: {
        value: expect.closeTo(0.2, 12),
        interval: { low: expect.closeTo(0.2 - half, 10), high: expect.closeTo(0.2 + half, 10) },
      },
      ...{ verdict: "HIGHER", costPerExtraAppeal: null, noCostReason: "NO_HOLDOUT" },
    },
    expect.objectContaining({
      ...{ slotCode: "HOME-END", hours: 1, people: "40", risen: "8", controlPeople: "80", verdict: "NOT_SEPARABLE" },
      uplift: expect.objectContaining({ value: expect.closeTo(0, 12) }),
    }),
  ]);
});

it("says what a person cost who would not have come, by people held out", async () => {
  const { slotEffects } = await read(tenant, { holdout });
  expect(slotEffects).toMatchObject({ comparison: "HOLDOUT", holdout: { name: "Held out" } });
  // 30 of 100 against 5 of 50: 20 more than would have come, for 800.00.
  expect(slotEffects.slots[0]).toMatchObject({
    ...{ slotCode: "HOME-TOP", people: "100", controlPeople: "50", expectedRate: expect.closeTo(0.1, 12) },
    ...{ uplift: { value: expect.closeTo(0.2, 12) }, costPerExtraAppeal: { amount: "40.00" }, noCostReason: null },
  });
  // Nobody held out is as quiet as those who saw it.
  expect(slotEffects.slots[1]).toMatchObject({
    ...{ slotCode: "HOME-END", people: "0", unmatchedPeople: "40", uplift: null, verdict: "UNDEFINED" },
    ...{ costPerExtraAppeal: null, noCostReason: "NO_PEOPLE" },
  });
});

it("withholds small groups, and refuses a holdout that was not built or is another's", async () => {
  const careful = await addTenant(test, "careful", { smallGroupThreshold: 50, roundingBase: 10 });
  await insertTouchpoints(test, rowsOf(careful));
  await importHours(careful, HOURS);
  const { slotEffects } = await read(careful);
  expect(slotEffects.slots).toMatchObject([
    { risen: null, uplift: null, verdict: "UNDEFINED", expectedRate: null },
    { risen: null, uplift: null },
  ]);
  const refused = async (of: Tenant, more: object) =>
    (await test.query(of.organisation.keys.BI, EFFECTS, variables(of, more))).errors?.[0]?.extensions["problems"];
  expect(await refused(careful, { holdout })).toMatchObject([{ code: "NOT_FOUND", field: ["holdoutPackId"] }]);
  const draft = await createPack(tenant, "Not built");
  expect(await refused(tenant, { holdout: draft })).toMatchObject([
    { code: "INVALID_INPUT", field: ["holdoutPackId"] },
  ]);
  expect(await refused(tenant, { to: at("11-01T00") })).toMatchObject([{ code: "INVALID_INPUT", field: ["to"] }]);
  expect(await refused(tenant, { from: "2025-07-01T00:00:00+08:00" })).toMatchObject([{ field: ["to"] }]);
});
