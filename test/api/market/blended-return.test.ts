import { readFileSync } from "node:fs";
import { join } from "node:path";
import { campaignInput, createCampaign, documentOf, placement } from "../campaigns/campaign-setup";
import { crowd, type MarketSetup, openMarket } from "./market-setup";

const SCORECARD = readFileSync(join(__dirname, "../diagnosis/scorecard.graphql"), "utf8");
const IMPORT = documentOf(join(__dirname, "../campaigns"), "import-delivery");

const BEFORE = "2025-10-12T00:00:00+08:00";
const AFTER = "2025-11-11T00:00:00+08:00";
const LATER = "2025-12-11T00:00:00+08:00";

let market: MarketSetup;

/** Brought in by the media's report: what a placement of `own` cost on days of its campaign. */
async function report(costs: readonly (readonly [day: string, amount: string])[]): Promise<void> {
  const { test, own, brands } = market;
  const placements = [placement({ externalIds: ["splash-1"] })];
  const campaign = await createCampaign({ test }, own, campaignInput(brands["haoyu"]!, { placements }));
  const rows = costs.map(([day, amount]) => ({
    externalId: "splash-1",
    platform: "DOUYIN",
    period: { from: `${day}T00:00:00+08:00`, to: new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000) },
    impressions: "1000",
    clicks: "10",
    cost: { amount, currencyCode: "CNY" },
  }));
  const input = { campaignId: campaign.id, source: "media", rows };
  const { data, errors } = await test.query(own.keys.AD_OPS, IMPORT, { input });
  expect(errors).toBeUndefined();
  expect(data.importPlacementDelivery.userErrors).toEqual([]);
}

/** The market is counted by itself soon after the benchmarks of its window. */
async function scorecard(organisation = market.own, after = AFTER) {
  const variables = { brand: market.brands["haoyu"], before: BEFORE, after };
  for (let waited = 0; waited < 20_000; waited += 200) {
    const { data, errors } = await market.test.query(organisation.keys.PARTNER, SCORECARD, variables);
    expect(errors).toBeUndefined();
    const card = data.brand.assetScorecard;
    if (after !== AFTER || card.blendedReturn.after.state !== "NOT_COMPUTED") return card;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the market must be counted after the benchmarks, but was not");
}

beforeAll(async () => {
  market = await openMarket("2025-12-20T00:00:00Z", { watch: ["haoyu", "w1", "w2", "w3", "w4", "w5"] });
  const bought = { at: "2025-10-20T12:00:00+08:00", action: "ORDER", amount: "10.00" };
  await market.send([
    ...crowd(1, 79, { ...bought, brand: "haoyu" }),
    ...crowd(80, 1, { ...bought, brand: "haoyu", orderId: "large", amount: "90.00" }),
    ...crowd(1, 20, { ...bought, action: "VISIT", brand: "haoyu" }),
    ...crowd(1, 8, { ...bought, action: "SEARCH", brand: "haoyu", site: "OFF_SITE" }),
    ...[1, 2, 3, 4, 5].flatMap((n) => crowd(100 * n, 10, { ...bought, brand: `w${n}` })),
    ...[1, 2, 3, 4, 5].flatMap((n) => crowd(100 * n, 5, { ...bought, action: "VISIT", brand: `w${n}` })),
    // 80 of 880 go back.
    ...crowd(80, 1, {
      at: "2025-11-01T12:00:00+08:00",
      action: "REFUND",
      brand: "haoyu",
      orderId: "large",
      amount: "80.00",
    }),
  ]);
  // A day that reaches beyond the window is not in it.
  await report([
    ["2025-10-20", "150.00"],
    ["2025-11-10", "50.00"],
    ["2025-11-11", "999.00"],
  ]);
  for (const asOf of [BEFORE, AFTER]) await market.refreshBenchmarks("watch", { asOf });
});
afterAll(() => market.test.close());

it("is net sales over what media reported, in the 30 days before each instant (V49, V78)", async () => {
  const { blendedReturn } = await scorecard();
  expect(blendedReturn.after).toEqual({
    ...{ state: "KNOWN", value: 4 },
    ...{ gmv: { amount: "800.00", currencyCode: "CNY" }, cost: { amount: "200.00" } },
  });
  expect(blendedReturn.before).toEqual({ state: "NO_ORDERS", value: null, gmv: null, cost: null });
  expect(blendedReturn.growth).toBeNull();
});

it("says why it cannot be told", async () => {
  // The spend is the other organisation's own.
  expect((await scorecard(market.careful)).blendedReturn.after).toEqual({
    ...{ state: "NO_SPEND", value: null, cost: null, gmv: { amount: "800.00", currencyCode: "CNY" } },
  });
  expect((await scorecard(market.own, LATER)).blendedReturn.after).toMatchObject({
    ...{ state: "NOT_COMPUTED", value: null, gmv: null, cost: { amount: "999.00" } },
  });
});

it("stands beside visit and search rates, and what became of their gaps (V53)", async () => {
  const { visitRate, searchRate } = await scorecard();
  expect(visitRate).toEqual({
    ...{ before: null, after: 0.25, change: null, growth: null },
    gap: { state: "UNKNOWN", before: null, after: null },
  });
  expect(searchRate).toEqual({ before: null, after: 0.1 });
});
