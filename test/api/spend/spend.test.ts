import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { type AddedCampaign, addCampaign, addTenant, type Tenant } from "../effects/effects-setup";

const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

const SPEND = documentOf("campaign-spend");
const STATE = documentOf("state-no-pack-reason");
const CREATE_PACK =
  "mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }";
const RENAME = `mutation($id: ID!, $name: String!, $version: Int!) {
  renameAudiencePack(id: $id, input: { name: $name }, expectedVersion: $version) { audiencePack { version } userErrors { message } } }`;
const IMPORT =
  "mutation($input: ImportPlacementDeliveryInput!) { importPlacementDelivery(input: $input) { rejected userErrors { message } } }";

let test: TestApp;
let tenant: Tenant;
let campaign: AddedCampaign;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
  const { ADMIN } = tenant.organisation.keys;
  const input = { brandId: toNodeId("Brand", tenant.brandId), name: "Fans", rules: { stage: { in: ["ACT"] } } };
  const { id: pack } = (await test.query(ADMIN, CREATE_PACK, { input })).data.createAudiencePack.audiencePack;
  campaign = await addCampaign(test, tenant, {
    code: "SINGLES",
    from: "2025-11-01T00:00:00+08:00",
    to: "2025-11-12T00:00:00+08:00",
    placements: [
      { name: "Splash", platform: "DOUYIN", externalIds: ["dy-1"], audiencePackId: pack },
      {
        ...{ name: "Topic", platform: "WEIBO", externalIds: ["wb-1"], objective: "CONTENT_SEED" },
        noPackReason: "PLATFORM_TARGETING",
      },
      {
        ...{ name: "Search", platform: "JD", externalIds: ["jd-1"], objective: "SEARCH_AD", site: "ON_SITE" },
        noPackReason: "SEARCH_INTENT",
      },
      { name: "Banner", platform: "BILIBILI", externalIds: ["bl-1"] },
    ],
  });
  // The placement keeps the version that it ran with, whatever becomes of the pack.
  const renamed = await test.query(ADMIN, RENAME, { id: pack, name: "Friends", version: 1 });
  expect(renamed).toMatchObject({ data: { renameAudiencePack: { audiencePack: { version: 2 } } } });
  const row = (platform: string, externalId: string, day: number, cost: string): object => ({
    ...{ platform, externalId, impressions: "1000", clicks: "10", cost: { amount: cost, currencyCode: "CNY" } },
    period: { from: `2025-11-0${day}T00:00:00+08:00`, to: `2025-11-0${day + 1}T00:00:00+08:00` },
  });
  const deliveries = [
    [row("DOUYIN", "dy-1", 1, "60.00"), row("DOUYIN", "dy-1", 2, "41.00"), row("WEIBO", "wb-1", 1, "30.00")],
    [row("DOUYIN", "dy-1", 2, "40.00"), row("BILIBILI", "bl-1", 1, "50.01")], // restates the second day
  ];
  for (const rows of deliveries) {
    const imported = await test.query(ADMIN, IMPORT, { input: { campaignId: campaign.id, source: "media", rows } });
    expect(imported).toMatchObject({ data: { importPlacementDelivery: { rejected: 0, userErrors: [] } } });
  }
  await insertTouchpoints(test, rowsOf(tenant));
});
afterAll(() => test.close());

/**
 * p1 Splash c1, 200.00. p2 Splash c1, then Topic c2, 90.00. p3 Splash c2, no order. p4 Search, 10.00. p5 named by the code alone,
 * 5.00. p6 no touch, 7.00. p7 Topic c2 more than 14 days before, 3.00. Splash was met twice with c1 and once with c2.
 */
function rowsOf({ brandId, sourceId }: Tenant): TouchpointRow[] {
  const splash = { platform: "DOUYIN", placement: "dy-1", site: "OFF_SITE", action: "CLICK" } as const;
  const topic = { platform: "WEIBO", placement: "wb-1", site: "OFF_SITE", action: "CONTENT_VIEW" } as const;
  const at = (day: string): string => `2025-${day}T10:00:00+08:00`;
  const rows: readonly Omit<TouchpointRow, "sourceId">[] = [
    { person: "p1", at: at("11-02"), ...splash, creative: "c1" },
    { person: "p2", at: at("11-02"), ...splash, creative: "c1" },
    { person: "p2", at: at("11-03"), ...topic, creative: "c2" },
    { person: "p3", at: at("11-02"), ...splash, creative: "c2" },
    { person: "p4", at: at("11-02"), platform: "JD", placement: "jd-1", action: "SEARCH" },
    { person: "p5", at: at("11-02"), platform: "TOUTIAO", site: "OFF_SITE", campaign: "SINGLES", action: "CLICK" },
    { person: "p7", at: at("10-20"), ...topic, creative: "c2" },
    ...Object.entries({ p1: 20_000, p2: 9_000, p4: 1_000, p5: 500, p6: 700, p7: 300 }).map(([person, value]) => ({
      ...{ person, value, brandId },
      ...{ at: at("11-05"), action: "ORDER" },
    })),
  ];
  return rows.map((row) => ({ ...row, sourceId }));
}

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function read(variables: object = {}): Promise<any> {
  const answer = await test.query(tenant.organisation.keys.BI, SPEND, { campaign: campaign.id, ...variables });
  expect(answer.errors).toBeUndefined();
  return answer.data.campaign;
}

it("names a pack in its version, or a reason, for every row of spend", async () => {
  const { placements, spend, spendByAim } = await read();
  expect(placements).toEqual([
    { name: "Splash", aim: { audiencePackVersion: 1, noPackReason: null } },
    { name: "Topic", aim: { audiencePackVersion: null, noPackReason: "PLATFORM_TARGETING" } },
    { name: "Search", aim: { audiencePackVersion: null, noPackReason: "SEARCH_INTENT" } },
    { name: "Banner", aim: { audiencePackVersion: null, noPackReason: "NOT_STATED" } },
  ]);
  expect(spend).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
  expect(spend.nodes[0]).toEqual({
    placement: { name: "Splash" },
    from: "2025-10-31T16:00:00.000Z",
    to: "2025-11-01T16:00:00.000Z",
    impressions: "1000",
    clicks: "10",
    cost: { amount: "60.00", currencyCode: "CNY" },
    source: "media",
    audiencePack: { name: "Friends" },
    audiencePackVersion: 1,
    noPackReason: null,
  });
  const rest = (await read({ after: spend.pageInfo.endCursor })).spend;
  expect(rest.nodes).toMatchObject([{ placement: { name: "Splash" }, cost: { amount: "40.00" } }]);
  expect(spendByAim).toEqual([
    {
      audiencePack: { name: "Friends" },
      audiencePackVersion: 1,
      noPackReason: null,
      placements: 1,
      cost: { amount: "100.00" },
    },
    {
      audiencePack: null,
      audiencePackVersion: null,
      noPackReason: "NOT_STATED",
      placements: 1,
      cost: { amount: "50.01" },
    },
    {
      audiencePack: null,
      audiencePackVersion: null,
      noPackReason: "PLATFORM_TARGETING",
      placements: 1,
      cost: { amount: "30.00" },
    },
  ]);
});

const named = (
  rank: number | null,
  key: string | null,
  cost: string,
  conversions: string,
  value: string,
  roi: unknown,
) => ({
  ...{ rank, kind: key === null ? "NOT_STATED" : "NAMED", key, conversions, roi },
  ...{ cost: { amount: cost }, value: { amount: value }, placementsWithoutCost: 0 },
});

it("tells value per yuan by fee, creative and traffic, which sum to one total", async () => {
  const { spendValue } = await read();
  const { byFee, byCreative, byTraffic, ...head } = spendValue;
  expect(head).toEqual({
    from: "2025-10-31T16:00:00.000Z",
    to: "2025-11-11T16:00:00.000Z",
    asOf: "2025-11-19T16:00:00.000Z",
    lookbackDays: 14,
    cost: { amount: "180.01", currencyCode: "CNY" },
    placementsWithoutCost: 1,
    conversions: "6",
    value: { amount: "315.00" },
    unattributed: { conversions: "2", value: { amount: "10.00" } },
  });
  expect(byFee).toEqual([
    named(1, "CONTENT_SEED", "30.00", "1", "90.00", 3),
    named(2, "BRAND_AD", "150.01", "1", "200.00", expect.closeTo(20_000 / 15_001, 12)),
    { ...named(null, "SEARCH_AD", "0.00", "1", "10.00", null), placementsWithoutCost: 1 },
    named(null, null, "0.00", "1", "5.00", null),
  ]);
  // Splash's 100.00 by 2 to 1: 66.67 and 33.33. Banner was met by nobody, Search and the code alone name no creative.
  expect(byCreative).toEqual([
    named(1, "c1", "66.67", "1", "200.00", expect.closeTo(20_000 / 6_667, 12)),
    named(2, "c2", "63.33", "1", "90.00", expect.closeTo(9_000 / 6_333, 12)),
    { ...named(null, null, "50.01", "2", "15.00", null), placementsWithoutCost: 1 },
  ]);
  expect(byTraffic).toEqual([
    named(1, "WEIBO/OFF_SITE", "30.00", "1", "90.00", 3),
    named(2, "DOUYIN/OFF_SITE", "100.00", "1", "200.00", 2),
    named(3, "BILIBILI/OFF_SITE", "50.01", "0", "0.00", 0),
    { ...named(null, "JD/ON_SITE", "0.00", "1", "10.00", null), placementsWithoutCost: 1 },
    named(null, "TOUTIAO/OFF_SITE", "0.00", "1", "5.00", null),
  ]);
  const fen = ({ amount }: { amount: string }): number => Math.round(Number(amount) * 100);
  for (const lines of [byFee, byCreative, byTraffic] as { cost: { amount: string }; value: { amount: string } }[][]) {
    expect(lines.reduce((sum, { cost }) => sum + fen(cost), 0)).toBe(18_001);
    expect(lines.reduce((sum, { value }) => sum + fen(value), 0) + 1_000).toBe(31_500);
  }
});

it("counts a touch within the look-back only", async () => {
  const { spendValue } = await read({ lookbackDays: 20 });
  expect(spendValue.unattributed).toEqual({ conversions: "1", value: { amount: "7.00" } });
  const { BI } = tenant.organisation.keys;
  const { errors } = await test.query(BI, SPEND, { campaign: campaign.id, lookbackDays: 0 });
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["lookbackDays"] }] } }]);
});

describe("stateNoPackReason", () => {
  const placementId = (name: string): string => campaign.placements.find((one) => one.name === name)!.id;
  const state = async (input: object, more: object = {}) =>
    (await test.query(tenant.organisation.keys.AD_OPS, STATE, { input, ...more })).data.stateNoPackReason;

  it("states it once, however often it is sent", async () => {
    const input = { placementId: placementId("Banner"), reason: "WHOLE_AUDIENCE" };
    const placement = { name: "Banner", aim: { audiencePackVersion: null, noPackReason: "WHOLE_AUDIENCE" } };
    for (const key of ["why", "why"])
      expect(await state(input, { key })).toEqual({
        placement: { ...placement, campaign: { version: 2 } },
        userErrors: [],
      });
  });

  it("refuses no reason, a placement with a pack, an old version and what is not there", async () => {
    const refused = async (input: object, more: object = {}) => (await state(input, more)).userErrors[0];
    const banner = placementId("Banner");
    expect(await refused({ placementId: banner, reason: "NOT_STATED" })).toMatchObject({ code: "INVALID_INPUT" });
    expect(await refused({ placementId: placementId("Splash"), reason: "WHOLE_AUDIENCE" })).toMatchObject({
      code: "INVALID_INPUT",
      field: ["input", "placementId"],
    });
    expect(await refused({ placementId: banner, reason: "WHOLE_AUDIENCE" }, { version: 1 })).toMatchObject({
      code: "VERSION_CONFLICT",
    });
    expect(
      await refused({
        placementId: toNodeId("Placement", "018f0000-0000-7000-8000-000000000000"),
        reason: "WHOLE_AUDIENCE",
      }),
    ).toMatchObject({ code: "NOT_FOUND" });
  });
});

it("refuses a reason beside a pack", async () => {
  const { ADMIN } = tenant.organisation.keys;
  const input = { brandId: toNodeId("Brand", tenant.brandId), name: "More fans", rules: { stage: { in: ["ACT"] } } };
  const { id } = (await test.query(ADMIN, CREATE_PACK, { input })).data.createAudiencePack.audiencePack;
  const answer = await test.query(
    ADMIN,
    `mutation($campaign: ID!, $placements: [PlacementInput!]!) {
      addPlacements(campaignId: $campaign, placements: $placements) { userErrors { code field } } }`,
    {
      campaign: campaign.id,
      placements: [
        {
          ...{ name: "Both", platform: "DOUYIN", site: "OFF_SITE", step: "ACQUIRE", objective: "BRAND_AD" },
          ...{ externalIds: [], audiencePackId: id, noPackReason: "WHOLE_AUDIENCE" },
        },
      ],
    },
  );
  expect(answer.data.addPlacements.userErrors).toEqual([
    { code: "INVALID_INPUT", field: ["placements", "0", "noPackReason"] },
  ]);
});

it("says that orders in two currencies cannot be summed", async () => {
  const abroad = await addTenant(test, "abroad");
  const { id } = await addCampaign(test, abroad, {
    ...{ code: "TWO", from: "2025-11-01T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00", placements: [] },
  });
  const order = { at: "2025-11-05T10:00:00+08:00", action: "ORDER", brandId: abroad.brandId, value: 100 };
  await insertTouchpoints(test, [{ ...order, person: "p1", currency: "USD", sourceId: abroad.sourceId }]);
  const { errors } = await test.query(abroad.organisation.keys.BI, SPEND, { campaign: id });
  expect(errors).toMatchObject([{ extensions: { problems: [{ code: "MIXED_CURRENCIES" }] } }]);
});
