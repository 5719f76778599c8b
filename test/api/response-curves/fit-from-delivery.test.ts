import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { type AddedCampaign, addCampaign, addTenant, type Tenant } from "../effects/effects-setup";

const FIT = readFileSync(join(__dirname, "fit-from-delivery.graphql"), "utf8");
const IMPORT =
  "mutation($input: ImportPlacementDeliveryInput!) { importPlacementDelivery(input: $input) { rejected userErrors { message } } }";

const PERIODS = 60;
/** Yuan a day; two lines that move apart. */
const feed = (day: number): number => (day * 7) % 91;
const search = (day: number): number => (day * 13) % 41;
/** Orders of 10 yuan that a day's money brought: 5 + 40 x / (20 + x) of the feed and 20 x / (10 + x) of the search, whole ones. */
const orders = (day: number): number =>
  Math.round(5 + (40 * feed(day)) / (20 + feed(day)) + (20 * search(day)) / (10 + search(day)));
const START = Date.parse("2025-08-01T00:00:00+08:00");
const at = (day: number, hour = 0): string => new Date(START + (day * 24 + hour) * 3_600_000).toISOString();

let test: TestApp;
let tenant: Tenant;
let campaign: AddedCampaign;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-10-15T01:00:00.000Z") });
  tenant = await addTenant(test, "watches");
  campaign = await addCampaign(test, tenant, {
    code: "AUTUMN",
    from: "2025-08-01T00:00:00+08:00",
    to: "2025-10-01T00:00:00+08:00",
    placements: [
      { name: "Feed", platform: "DOUYIN", externalIds: ["dy-1"] },
      { name: "Search", platform: "JD", externalIds: ["jd-1"], objective: "SEARCH_AD", site: "ON_SITE" },
    ],
  });
  const rows = Array.from({ length: PERIODS }, (_, day) => day).flatMap((day) =>
    [
      { platform: "DOUYIN", externalId: "dy-1", cost: feed(day) },
      { platform: "JD", externalId: "jd-1", cost: search(day) },
    ].map(({ cost, ...placement }) => ({
      ...{ ...placement, impressions: "1", clicks: "0", cost: { amount: String(cost), currencyCode: "CNY" } },
      period: { from: at(day), to: at(day + 1) },
    })),
  );
  const input = { campaignId: campaign.id, source: "media", rows };
  const imported = await test.query(tenant.organisation.keys.ADMIN, IMPORT, { input });
  expect(imported).toMatchObject({ data: { importPlacementDelivery: { rejected: 0, userErrors: [] } } });
  const { brandId, sourceId } = tenant;
  await insertTouchpoints(
    test,
    Array.from({ length: PERIODS }, (_, day) =>
      Array.from({ length: orders(day) }, (_, order) => ({
        ...{ person: `p${day}-${order}`, action: "ORDER", at: at(day, 12), value: 1_000, brandId, sourceId },
      })),
    ).flat(),
  );
});
afterAll(() => test.close());

const inputOf = (change: object = {}): object => ({
  ...{ brandId: toNodeId("Brand", tenant.brandId), period: "DAY", startsOn: "2025-08-01", periods: PERIODS },
  ...{ grain: "PLATFORM", outcome: "CONVERSIONS", carryOver: "NONE", carryOverPeriods: 1, form: "MICHAELIS_MENTEN" },
  ...change,
});
const fitted = async (change: object = {}, key?: string) => {
  const answer = await test.query(tenant.organisation.keys.AD_OPS, FIT, { input: inputOf(change), key });
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data.fitResponseCurvesFromDelivery;
};
const problemsOf = ({ userErrors }: { readonly userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);

it("finds the curves that made the orders, by channel, from reported spend and orders alone", async () => {
  const { fit: quality, lines, userErrors } = await fitted({}, "one fit");
  expect(userErrors).toEqual([]);
  // What is left is the rounding to whole orders.
  expect(quality).toEqual({ rSquared: expect.any(Number), periods: PERIODS, startsOn: "2025-08-01" });
  expect(quality.rSquared).toBeGreaterThan(0.995);
  expect(lines.map(({ name }: { name: string }) => name)).toEqual(["DOUYIN", "JD"]);
  const parameters = (line: number): number[] =>
    lines[line].responseCurve.parameters.map(({ value }: { value: number }) => value);
  const [[feedKm, feedMost], [searchKm, searchMost]] = [parameters(0), parameters(1)] as [number[], number[]];
  expect(feedMost! / 40).toBeCloseTo(1, 0);
  expect(feedKm! / 20).toBeCloseTo(1, 0);
  expect(searchMost! / 20).toBeCloseTo(1, 0);
  expect(searchKm! / 10).toBeCloseTo(1, 0);
  const again = await fitted({}, "one fit");
  expect(again.lines[0].responseCurve.id).toBe(lines[0].responseCurve.id);
});

it("tells lines apart by step and crowd, and fits value in yuan: ten times the orders", async () => {
  const { lines } = await fitted({ grain: "CROWD", outcome: "VALUE" });
  expect(lines.map(({ name }: { name: string }) => name)).toEqual([
    "DOUYIN / ACQUIRE / no pack",
    "JD / ACQUIRE / no pack",
  ]);
  const most = lines[0].responseCurve.parameters[1].value;
  expect(most / 400).toBeCloseTo(1, 0);
});

it("refuses periods that are not over, too few of them, and periods without spend, naming lines as they are called", async () => {
  expect(problemsOf(await fitted({ periods: 90 }))).toEqual([["INVALID_INPUT", "input.periods"]]);
  expect(problemsOf(await fitted({ period: "WEEK", periods: 8 }))).toEqual([["TOO_FEW_PERIODS", "input"]]);
  expect(problemsOf(await fitted({ startsOn: "2025-01-01", periods: 30 }))).toEqual([["INVALID_INPUT", "input.grain"]]);
  const { userErrors } = await fitted({ brandId: toNodeId("Brand", tenant.otherBrandId), startsOn: "2025-08-01" });
  expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["input", "grain"] }]);
});
