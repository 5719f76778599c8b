import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { AS_OF, createMarket, FLOW_FROM, grant, type Market } from "../benchmarks/market";
import { campaignInput, createCampaign, documentOf, placement } from "../campaigns/campaign-setup";

const COST = readFileSync(join(__dirname, "cost-to-close.graphql"), "utf8");
const IMPORT = documentOf(join(__dirname, "../campaigns"), "import-delivery");

let test: TestApp;
let market: Market;

beforeAll(async () => {
  test = await createTestApp();
  market = await createMarket(test);
  // About no brand, so that the benchmark does not see them: p1000 is AWARE since, p1100 APPEAL since; p1400 went on from AWARE,
  // p1401 stayed; p1900 was never met.
  await insertTouchpoints(
    test,
    ["p1000", "p1100", "p1400", "p1401", "p1900"].map((person) => ({
      person,
      at: "2025-10-15T10:00:00+08:00",
      action: "IMPRESSION",
      platform: "DOUYIN",
      site: "OFF_SITE",
      placement: "splash-1",
      sourceId: market.cloudSource,
    })),
  );
  await market.refresh("watches");
});
afterAll(() => test.close());

const findingsOf = async (organisation: TestOrganisation = market.own) => {
  const variables = { brand: market.brands.get("w0"), asOf: AS_OF };
  const { data, errors } = await test.query(organisation.keys.PARTNER, COST, variables);
  expect(errors).toBeUndefined();
  return new Map(
    data.brand.diagnosis.findings.map((finding: { code: string; costToClose: object }) => [
      finding.code,
      finding.costToClose,
    ]),
  );
};

const spend = async (campaignId: string, externalId: string, day: string, amount: string): Promise<void> => {
  const next = new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString();
  const period = { from: `${day}T00:00:00+08:00`, to: next };
  const row = { externalId, platform: "DOUYIN", period, impressions: "1000", clicks: "10" };
  const rows = [{ ...row, cost: { amount, currencyCode: "CNY" } }];
  const input = { campaignId, source: "media", rows };
  const { data } = await test.query(market.own.keys.AD_OPS, IMPORT, { input });
  expect(data.importPlacementDelivery).toMatchObject({ rejected: 0, userErrors: [] });
};

describe("costToClose (V22)", () => {
  let campaignId: string;

  it("says that no money was spent", async () => {
    const nothing = { state: "NO_DELIVERY", amount: null, low: null, high: null, currencyCode: "CNY", yield: null };
    for (const cost of (await findingsOf()).values()) expect(cost).toEqual(nothing);
  });

  it("prices a gap by what the spend of the window brought", async () => {
    const input = campaignInput(market.brands.get("w0")!, {
      window: { from: "2025-10-01T00:00:00+08:00", to: "2025-12-01T00:00:00+08:00" },
      placements: [placement({ externalIds: ["splash-1"] }), placement({ externalIds: ["splash-2"] })],
    });
    campaignId = (await createCampaign({ test }, market.own, input)).id;
    await spend(campaignId, "splash-1", "2025-10-20", "100.00");
    // Before the window.
    await spend(campaignId, "splash-1", "2025-10-05", "50.00");
    const costs = await findingsOf();
    // 3 people short; 2 of the 5 reached are new, for 100 yuan. Wilson's interval of 2 in 5 is .1176 to .7693.
    expect(costs.get("STAGE_PEOPLE_SHORT_AWARE")).toEqual({
      state: "KNOWN",
      amount: "150.00",
      low: "78.00",
      high: "510.11",
      currencyCode: "CNY",
      yield: {
        value: 0.02,
        low: expect.closeTo(0.00588, 5),
        high: expect.closeTo(0.03846, 5),
        newPeople: "2",
        reachedPeople: "5",
        cost: { amount: "100.00", currencyCode: "CNY" },
        placements: 1,
        from: new Date(FLOW_FROM).toISOString(),
        to: new Date(AS_OF).toISOString(),
      },
    });
    // 2 people short at the end of the flow; p1400 is the only one who went on.
    expect(costs.get("STAGE_REACH_LOW_AWARE_APPEAL")).toMatchObject({
      state: "KNOWN",
      amount: "200.00",
      yield: { newPeople: "1" },
    });
    expect(costs.get("STAGE_PEOPLE_SHORT_ADVOCATE")).toMatchObject({ state: "NOBODY_NEW", amount: null, yield: null });
  });

  it("follows restated cost at once, and counts people anew when another placement costs", async () => {
    await spend(campaignId, "splash-1", "2025-10-20", "200.00");
    expect((await findingsOf()).get("STAGE_PEOPLE_SHORT_AWARE")).toMatchObject({ amount: "300.00" });
    await insertTouchpoints(test, [
      {
        ...{ person: "p1101", at: "2025-10-16T10:00:00+08:00", action: "IMPRESSION", platform: "DOUYIN" },
        ...{ placement: "splash-2", sourceId: market.cloudSource },
      },
    ]);
    await spend(campaignId, "splash-2", "2025-10-20", "100.00");
    expect((await findingsOf()).get("STAGE_PEOPLE_SHORT_AWARE")).toMatchObject({
      amount: "300.00",
      yield: { newPeople: "3", reachedPeople: "6", cost: { amount: "300.00" }, placements: 2 },
    });
  });

  it("tells nobody of another organisation's spend", async () => {
    const careful = await test.addOrganisation("careful", { smallGroupThreshold: 4 });
    await grant(test, market.own.keys.OPERATOR, careful.id, [market.brands.get("w0")!]);
    const states = async () =>
      [...(await findingsOf(careful)).values()].map((cost) => (cost as { state: string }).state);
    expect(new Set(await states())).toEqual(new Set(["NO_DELIVERY"]));
    const brandId = market.brands.get("w0")!;
    const input = campaignInput(brandId, { placements: [placement({ externalIds: ["splash-1"] })] });
    const own = await createCampaign({ test }, careful, input);
    const period = { from: "2025-10-20T00:00:00+08:00", to: "2025-10-21T00:00:00+08:00" };
    const row = { externalId: "splash-1", platform: "DOUYIN", period, impressions: "1", clicks: "0" };
    const rows = [{ ...row, cost: { amount: "10.00", currencyCode: "CNY" } }];
    const { data } = await test.query(careful.keys.AD_OPS, IMPORT, {
      input: { campaignId: own.id, source: "media", rows },
    });
    expect(data.importPlacementDelivery.accepted).toBe(1);
    expect(await states()).toEqual(["NOBODY_NEW"]);
  });
});
