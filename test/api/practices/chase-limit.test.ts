import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCampaign, addTenant, type Tenant } from "../effects/effects-setup";
import { document } from "./practice-setup";

const [CHASE, CREATE] = [document("chase"), document("create-chase-pack")];
const choice = { days: 14, waitHours: 24 };
/** People of each number of touches: as many as a best frequency asks for. */
const PEOPLE = 100;

let test: TestApp;
let tenant: Tenant;
let brand: string;
let people = 0;
const campaigns: Record<string, string> = {};
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-11T09:30:30+08:00") });
  tenant = await addTenant(test, "watches");
  brand = toNodeId("Brand", tenant.brandId);
});
afterAll(() => test.close());

/** Runs a campaign of two days; of the people with 1, 2, 3 touches so many order on the second day. */
async function run(code: string, day: number, conversions: readonly number[]): Promise<void> {
  const [from, to] = [day, day + 2].map((one) => `2025-11-${String(one).padStart(2, "0")}T00:00:00+08:00`);
  const placements = [{ name: "Splash", platform: "DOUYIN", externalIds: [code] }];
  campaigns[code] = (await addCampaign(test, tenant, { code, from: from!, to: to!, placements })).id;
  const { brandId, sourceId } = tenant;
  const at = (on: number, hour: number): string =>
    `2025-11-${String(on).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00+08:00`;
  const rows = conversions.flatMap((won, index) =>
    Array.from({ length: PEOPLE }, (_, place): readonly TouchpointRow[] => {
      const person = `p${++people}`;
      const touches = Array.from({ length: index + 1 }, (_, touch) => ({
        ...{ person, sourceId, brandId, at: at(day, 8 + touch), action: "IMPRESSION" },
        ...({ platform: "DOUYIN", site: "OFF_SITE", placement: code } as const),
      }));
      const order = { person, sourceId, brandId, at: at(day + 1, 8), action: "ORDER", value: 100 };
      return place < won ? [...touches, order] : touches;
    }).flat(),
  );
  await insertTouchpoints(test, rows);
}

const ask = (variables: object) =>
  test.query(tenant.organisation.keys.AD_OPS, CHASE, { brand, ...choice, ...variables });

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function chase(variables: object = {}): Promise<any> {
  const { data, errors } = await ask(variables);
  expect(errors).toBeUndefined();
  return data.brand.chase;
}

async function problems(variables: object = {}): Promise<unknown> {
  const { errors } = await ask(variables);
  return errors![0]!.extensions["problems"];
}

it("asks for the number where the brand has no campaign that began", async () => {
  await addCampaign(test, tenant, {
    ...{ code: "LATER", from: "2025-12-01T00:00:00+08:00", to: "2025-12-03T00:00:00+08:00", placements: [] },
  });
  expect(await problems()).toEqual([
    {
      code: "INVALID_INPUT",
      field: ["maxTouches"],
      message: "maxTouches must be given, as the brand has no campaign that began, whose best frequency it would be.",
    },
  ]);
});

it("goes by the best frequency of the campaign that began last", async () => {
  await run("PEAK", 3, [5, 40, 10]);
  const told = await chase();
  expect(told.touchLimit).toEqual({ maxTouches: 2, source: "BEST_FREQUENCY", campaign: { code: "PEAK" } });
  // 95 who were touched once and did not order are due; of those touched more often 60 and 90 are left alone.
  expect(told).toMatchObject({ touched: "300", due: "95", saturated: "150", arrived: "55" });
  expect(await chase({ maxTouches: 2 })).toMatchObject({
    ...{ touchLimit: { source: "GIVEN", campaign: null }, due: "95", saturated: "150" },
  });
});

it("takes the lowest number that may be as good where the best does not stand out", async () => {
  await run("FLAT", 6, [5, 38, 40]);
  const flat = { maxTouches: 2, source: "FREQUENCY_RANGE", campaign: { code: "FLAT" } };
  expect((await chase()).touchLimit).toEqual(flat);
  expect((await chase({ campaign: campaigns["PEAK"] })).touchLimit.campaign).toEqual({ code: "PEAK" });

  const input = { brandId: brand, name: "Chase", ...choice, campaignId: campaigns["PEAK"], everyHours: 6 };
  const { AD_OPS } = tenant.organisation.keys;
  const create = async () => (await test.query(AD_OPS, CREATE, { input, key: "once" })).data.createChasePack;
  const made = await create();
  expect(made).toMatchObject({ userErrors: [], touchLimit: { maxTouches: 2, source: "BEST_FREQUENCY" } });
  expect(made.audiencePack.rules.explanation).toContain("1 exposure of this brand off site in the last 14 days");
  // What came meanwhile moves the campaign's best to 3 touches: the call repeated still answers the pack that it made.
  const rows = Array.from({ length: 90 }, (_, place) => ({
    ...{ person: `p${2 * PEOPLE + 1 + place}`, sourceId: tenant.sourceId, brandId: tenant.brandId },
    ...{ at: "2025-11-04T20:00:00+08:00", action: "ORDER", value: 100 },
  }));
  await insertTouchpoints(test, rows);
  expect((await chase({ campaign: campaigns["PEAK"] })).touchLimit.maxTouches).toBe(3);
  expect(await create()).toEqual({ ...made, touchLimit: null });
});

it("asks for the number where the campaign tells no best frequency, or one touch", async () => {
  await run("SINGLE", 8, [40, 5, 5]);
  expect(await problems()).toMatchObject([
    { field: ["maxTouches"], message: expect.stringContaining("the best frequency of campaign SINGLE is 1 touch") },
  ]);
  await run("NOBODY", 9, [0, 0, 0]);
  expect(await problems()).toMatchObject([
    { field: ["maxTouches"], message: expect.stringContaining("campaign NOBODY has no best frequency") },
  ]);
});

it("refuses a campaign beside a number, and one of another brand", async () => {
  expect(await problems({ campaign: campaigns["PEAK"], maxTouches: 2 })).toMatchObject([
    { code: "INVALID_INPUT", field: ["campaignId"] },
  ]);
  const other = { ...tenant, brandId: tenant.otherBrandId };
  const { id } = await addCampaign(test, other, {
    ...{ code: "OTHER", from: "2025-11-01T00:00:00+08:00", to: "2025-11-03T00:00:00+08:00", placements: [] },
  });
  expect(await problems({ campaign: id })).toMatchObject([
    { field: ["campaignId"], message: expect.stringContaining("campaign OTHER of another") },
  ]);
});
