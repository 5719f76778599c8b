import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { type AddedCampaign, addCampaign, addTenant, ask, documentOf, type Tenant } from "./effects-setup";

let test: TestApp;
let tenant: Tenant;
let singles: AddedCampaign;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
  singles = await addCampaign(test, tenant, SINGLES);
  await importCosts(tenant, singles);
  await insertTouchpoints(test, rowsOf(tenant));
}, 60_000);
afterAll(() => test.close());

const SINGLES = {
  ...{ code: "SINGLES", from: "2025-11-01T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00" },
  placements: [
    { name: "Splash", platform: "DOUYIN", externalIds: ["dy-1"] },
    { name: "Topic", platform: "WEIBO", externalIds: ["wb-1"], objective: "CONTENT_SEED" },
    { name: "Search", platform: "JD", externalIds: ["jd-1"], objective: "SEARCH_AD", site: "ON_SITE" },
  ],
};

const IMPORT =
  "mutation($input: ImportPlacementDeliveryInput!) { importPlacementDelivery(input: $input) { rejected userErrors { message } } }";

/** Splash 1,300.00, of which 1,000.00 on 2 November; Topic 400.00 on the 5th. */
async function importCosts({ organisation }: Tenant, { id: campaignId }: AddedCampaign): Promise<void> {
  const row = (platform: string, externalId: string, day: number, amount: string): object => ({
    ...{ platform, externalId, impressions: "1000", clicks: "10", cost: { amount, currencyCode: "CNY" } },
    period: { from: `2025-11-0${day}T00:00:00+08:00`, to: `2025-11-0${day + 1}T00:00:00+08:00` },
  });
  const rows = [
    row("DOUYIN", "dy-1", 2, "1000.00"),
    row("DOUYIN", "dy-1", 5, "300.00"),
    row("WEIBO", "wb-1", 5, "400.00"),
  ];
  const imported = await test.query(organisation.keys.ADMIN, IMPORT, { input: { campaignId, source: "media", rows } });
  expect(imported).toMatchObject({ data: { importPlacementDelivery: { rejected: 0, userErrors: [] } } });
}

/**
 * Splash on 3 November: 100 not known before, of whom 20 search later; 60 who had visited before, of whom 15 save it later and 5
 * had done so the day before. Topic on the 4th: 40 not known before, of whom 10 see it twice; 10 who had searched before, of whom
 * 4 order later. Both: 30 not known before, of whom 5 search between the two. 10 meet the search advertisement alone.
 */
function rowsOf({ brandId, sourceId }: Tenant): TouchpointRow[] {
  const crowd = (first: number, count: number, at: string, action: string, more: object = {}): TouchpointRow[] =>
    Array.from({ length: count }, (_, index) => ({
      ...{ person: `p${first + index}`, at: `2025-${at}:00:00+08:00`, action, brandId, sourceId },
      ...more,
    }));
  const splash = { platform: "DOUYIN", placement: "dy-1", site: "OFF_SITE" };
  const topic = { platform: "WEIBO", placement: "wb-1", site: "OFF_SITE" };
  return [
    ...crowd(1, 100, "11-03T10", "IMPRESSION", splash),
    ...crowd(1, 20, "11-05T10", "SEARCH"),
    ...crowd(101, 60, "10-25T10", "VISIT"),
    ...crowd(101, 60, "11-03T10", "IMPRESSION", splash),
    ...crowd(101, 15, "11-06T10", "FAVOURITE"),
    ...crowd(116, 5, "11-02T10", "FAVOURITE"),
    ...crowd(201, 40, "11-04T10", "CONTENT_VIEW", topic),
    ...crowd(201, 10, "11-05T10", "CONTENT_VIEW", topic),
    ...crowd(301, 30, "11-03T10", "IMPRESSION", splash),
    ...crowd(301, 5, "11-03T12", "SEARCH"),
    ...crowd(301, 30, "11-04T10", "CONTENT_VIEW", topic),
    ...crowd(401, 10, "10-28T10", "SEARCH"),
    ...crowd(401, 10, "11-04T10", "CONTENT_VIEW", topic),
    ...crowd(401, 4, "11-06T10", "ORDER", { value: 10_000 }),
    ...crowd(501, 10, "11-03T10", "CLICK", { platform: "JD", placement: "jd-1" }),
  ];
}

const window = (to = "2025-11-12"): object => ({
  ...{ from: "2025-11-01T00:00:00+08:00", to: `${to}T00:00:00+08:00` },
});
const variables = ({ brandId }: Tenant, campaign: string, to?: string): object => ({
  ...{ campaign, brand: toNodeId("Brand", brandId) },
  ...window(to),
});
const nobody = (from: string): object => ({ from, people: "0", risen: "0", rate: null });

const BRAND_AD = {
  ...{ lineType: "BRAND_AD", placements: 1, reach: "190", cost: { amount: "1300.00", currencyCode: "CNY" } },
  newAware: { people: "130", costPerPerson: { amount: "10.00" }, noCostReason: null },
  newAppeal: { people: "40", costPerPerson: { amount: "32.50" }, noCostReason: null },
  nextStages: [
    // Wilson 1927 for 15 of 60, worked out apart from this code.
    {
      ...{ from: "AWARE", people: "60", risen: "15" },
      rate: { value: 0.25, low: expect.closeTo(0.1578, 3), high: expect.closeTo(0.3723, 3) },
    },
    nobody("APPEAL"),
    nobody("ACT"),
  ],
};
const CONTENT_SEED = {
  ...{ lineType: "CONTENT_SEED", placements: 1, reach: "80", cost: { amount: "400.00", currencyCode: "CNY" } },
  newAware: { people: "40", costPerPerson: { amount: "10.00" }, noCostReason: null },
  newAppeal: { people: "10", costPerPerson: { amount: "40.00" }, noCostReason: null },
  nextStages: [
    nobody("AWARE"),
    {
      ...{ from: "APPEAL", people: "10", risen: "4" },
      rate: { value: 0.4, low: expect.closeTo(0.1682, 3), high: expect.closeTo(0.6873, 3) },
    },
    nobody("ACT"),
  ],
};

it("tells brand advertising and seeding apart: reach, cost of new people, and who came further", async () => {
  const { campaign, brand } = await ask(test, tenant, "line-types", variables(tenant, singles.id));
  const lines = { reach: "240", overlap: "30", lines: [BRAND_AD, CONTENT_SEED] };
  expect(campaign.lineTypes).toEqual({
    ...{ from: "2025-10-31T16:00:00.000Z", to: "2025-11-11T16:00:00.000Z", dataState: "COMPLETE" },
    ...{ ruleSet: { code: "DEFAULT" }, ...lines },
  });
  expect(brand.lineTypes).toEqual(lines);
});

it("counts cost and people of a brand's window alone", async () => {
  const { brand } = await ask(test, tenant, "line-types", variables(tenant, singles.id, "2025-11-04"));
  expect(brand.lineTypes).toMatchObject({
    ...{ reach: "190", overlap: "0" },
    lines: [
      // Only the five who searched on the day itself have come to APPEAL.
      { cost: { amount: "1000.00" }, newAware: { people: "130" }, newAppeal: { people: "5" } },
      { cost: { amount: "0.00" }, reach: "0", newAware: { people: "0", noCostReason: "NO_PEOPLE" } },
    ],
  });
});

it("says why there is no cost, and nothing before a campaign begins", async () => {
  const free = await addCampaign(test, tenant, {
    ...{ code: "FREE", from: "2025-11-01T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00" },
    placements: [{ name: "Notes", platform: "XIAOHONGSHU", externalIds: ["xhs-1"], objective: "CONTENT_SEED" }],
  });
  const told = (await ask(test, tenant, "line-types", variables(tenant, free.id))).campaign.lineTypes;
  expect(told.lines).toMatchObject([
    { placements: 0, cost: null, newAware: { people: "0", costPerPerson: null, noCostReason: "NO_PLACEMENTS" } },
    { placements: 1, cost: null, newAware: { people: "0", costPerPerson: null, noCostReason: "COST_UNKNOWN" } },
  ]);
  const later = await addCampaign(test, tenant, {
    ...{ code: "LATER", from: "2025-12-01T00:00:00+08:00", to: "2025-12-12T00:00:00+08:00", placements: [] },
  });
  expect((await ask(test, tenant, "line-types", variables(tenant, later.id))).campaign.lineTypes).toBeNull();
  const { errors } = await test.query(tenant.organisation.keys.BI, documentOf("line-types"), {
    ...variables(tenant, later.id),
    ...{ from: "2025-12-01T00:00:00+08:00", to: "2025-12-12T00:00:00+08:00" },
  });
  expect(errors).toMatchObject([{ extensions: { problems: [{ code: "INVALID_INPUT", field: ["from"] }] } }]);
});

it("withholds small groups, and the cost of them", async () => {
  const careful = await addTenant(test, "careful", { smallGroupThreshold: 50, roundingBase: 10 });
  const { id } = await addCampaign(test, careful, SINGLES);
  await insertTouchpoints(test, rowsOf(careful));
  const { lineTypes } = (await ask(test, careful, "line-types", variables(careful, id))).campaign;
  expect(lineTypes.overlap).toBeNull();
  const [ad, seed] = lineTypes.lines;
  expect(ad.newAppeal).toEqual({ people: null, costPerPerson: null, noCostReason: "SUPPRESSED" });
  expect(ad.nextStages[0]).toMatchObject({ risen: null, rate: null });
  expect(seed.newAware.people).toBeNull();
});
