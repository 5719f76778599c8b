import { crowd, documentOf, type MarketSetup, openMarket } from "./market-setup";
import { FROM, TO, window as windowOfWatches, years } from "./watch-market";

let market: MarketSetup;

const SOLD = { at: "2025-10-10T12:00:00+08:00", action: "ORDER", amount: "10.00" };

beforeAll(async () => {
  market = await openMarket("2025-12-01T00:00:00Z", {
    watch: ["haoyu", "w1", "w2", "w3", "w4", "w5", "w6"],
    tv: ["guangying"],
    pen: ["moshui", "p1", "p2", "p3"],
    bag: ["baobao", "b1", "b2", "b3", "b4", "b5"],
  });
  await market.test.app.database.withSystem(async (manager) => {
    await manager.query("UPDATE brand SET currency_code = 'USD' WHERE code = 'b5'");
    await manager.query(
      "INSERT INTO brand_grant (organisation_id, brand_id, granted_at) SELECT $1, id, now() FROM brand WHERE code = 'w1'",
      [market.own.id],
    );
  });
  await market.send([
    ...windowOfWatches(),
    ...years(),
    ...["moshui", "p1", "p2", "p3"].flatMap((brand, n) => crowd(5_000 + 10 * n, 5, { ...SOLD, brand })),
    ...["b1", "b2", "b3", "b4", "b5"].flatMap((brand, n) =>
      crowd(6_000 + 10 * n, 5, { ...SOLD, brand, currency: brand === "b5" ? "USD" : "CNY" }),
    ),
    ...crowd(6_100, 5, { at: SOLD.at, action: "ORDER", brand: "baobao" }),
  ]);
  for (const category of ["watch", "tv", "pen", "bag"])
    await market.refreshMarket(category, { from: FROM, to: TO, years: 6 });
  await market.refreshBenchmarks("watch", { flowFrom: FROM, asOf: TO });
});
afterAll(() => market.test.close());

const positionOf = async (brand: string, organisation = market.own, window: object = { from: FROM, to: TO }) =>
  (await market.ask(organisation, "market-position", brand, window)).marketPosition;
const marginsOf = (brand: string, variables: object = {}, organisation = market.own) =>
  market.ask(organisation, "rank-margins", brand, { from: FROM, to: TO, ...variables });

describe("brand.marketPosition", () => {
  it("tells a penetration of 80 % of the category's buyers (G01)", async () => {
    const { window } = await positionOf("haoyu");
    expect(window.penetration).toMatchObject({
      state: "KNOWN",
      value: 0.8,
      low: expect.closeTo(0.7112, 4),
      high: expect.closeTo(0.8666, 4),
      people: "80",
      base: "100",
      benchmarkState: "AVAILABLE",
      // w1 14, w2 to w5 4 each, of 100; w6 is not on the market.
      benchmark: { industryMean: expect.closeTo(0.06, 12), peers: 5, rank: 1, of: 6 },
    });
  });

  it("tells a repurchase rate of 10 %, by days of the brand's zone (G02)", async () => {
    const { window, zone } = await positionOf("haoyu");
    expect(zone).toBe("Asia/Shanghai");
    expect(window.repurchaseRate).toMatchObject({
      state: "KNOWN",
      value: 0.1,
      low: expect.closeTo(0.0515, 4),
      high: expect.closeTo(0.1851, 4),
      people: "8",
      base: "80",
      benchmark: { industryMean: 0, peers: 5, rank: 1 },
    });
  });

  it("sums net orders in the category: without what was refunded, came too late, or is of another category", async () => {
    const { window } = await positionOf("haoyu");
    expect(window).toMatchObject({ year: null, isComplete: true, state: "KNOWN" });
    // 93 orders of 10.00 and one of 8.00, of which 4.00 went back.
    expect(window.sales).toEqual({
      buyers: "80",
      repeatBuyers: "8",
      orders: "94",
      units: "94",
      gmv: { amount: "934.00", currencyCode: "CNY" },
      ordersWithoutValue: "0",
    });
    expect(window.salesRank).toEqual({ state: "KNOWN", rank: 1, of: 6 });
  });

  it("counts five years in a row as the first by GMV (G03)", async () => {
    const { years: found, yearsFirst } = await positionOf("haoyu");
    const rank = (period: { year: number; isComplete: boolean; salesRank: { rank: number; of: number } }) => [
      period.year,
      period.isComplete,
      period.salesRank.rank,
      period.salesRank.of,
    ];
    expect(found.map(rank)).toEqual([
      [2019, true, 2, 6],
      [2020, true, 1, 6],
      [2021, true, 1, 6],
      [2022, true, 1, 6],
      [2023, true, 1, 6],
      [2024, true, 1, 6],
      [2025, false, 1, 6],
    ]);
    expect(yearsFirst).toBe(5);
    // Equal GMV in 2023: w1 sold fewer pieces, so it is second and no first.
    const rival = await positionOf("w1");
    expect(rival.years[4]).toMatchObject({ year: 2023, sales: { gmv: { amount: "1000.00" } }, salesRank: { rank: 2 } });
    expect(rival.yearsFirst).toBe(0);
  });

  it("withholds small groups and what would tell them", async () => {
    const { window, years: found, yearsFirst } = await positionOf("haoyu", market.careful);
    expect(window.sales).toMatchObject({ buyers: "80", repeatBuyers: null, orders: null });
    expect(window.repurchaseRate).toMatchObject({ state: "SUPPRESSED", value: null, people: null, base: null });
    // 20 of the 100 did not buy haoyu.
    expect(window.penetration).toMatchObject({ state: "SUPPRESSED", value: null, base: null });
    expect(found[0]).toMatchObject({
      state: "SUPPRESSED",
      sales: null,
      salesRank: { state: "SUPPRESSED", rank: null },
    });
    expect(yearsFirst).toBeNull();
  });

  it("tells of fewer than five peers no rank, and no penetration, whose base would tell what they sold", async () => {
    const { window, yearsFirst } = await positionOf("moshui");
    expect(window.sales).toMatchObject({ buyers: "5", gmv: { amount: "50.00" } });
    expect(window.salesRank).toEqual({ state: "TOO_FEW_PEERS", rank: null, of: 4 });
    expect(window.penetration).toMatchObject({
      state: "TOO_FEW_PEERS",
      value: null,
      base: null,
      benchmarkState: "TOO_FEW_PEERS",
    });
    expect(yearsFirst).toBe(0);
  });

  it("does not rank GMV over two currencies, and says how many orders it lacks", async () => {
    const { window } = await positionOf("baobao");
    expect(window.salesRank).toEqual({ state: "CURRENCIES_DIFFER", rank: null, of: 6 });
    expect(window.sales).toMatchObject({ orders: "5", ordersWithoutValue: "5", units: "5", gmv: { amount: "0.00" } });
  });

  it("knows a brand that sold nothing", async () => {
    const { window } = await positionOf("guangying");
    expect(window).toMatchObject({ state: "NO_ORDERS", sales: null, salesRank: { state: "NO_ORDERS", rank: null } });
    expect(window.repurchaseRate).toMatchObject({ state: "BASE_NOT_POSITIVE", value: null });
  });

  it("says that another window was not computed, and of a brand without a category that it has no market", async () => {
    const other = await positionOf("haoyu", market.own, { from: "2025-09-13T00:00:00+08:00", to: TO });
    expect(other).toMatchObject({ state: "NOT_COMPUTED", computedAt: null, window: null, years: [], yearsFirst: null });
    await market.test.app.database.withSystem((manager) =>
      manager.query("DELETE FROM brand_category WHERE brand_id = (SELECT id FROM brand WHERE code = 'guangying')"),
    );
    expect(await positionOf("guangying")).toMatchObject({ state: "NO_CATEGORY", window: null });
  });
});

describe("brand.rankMargin", () => {
  const instant = expect.any(String);

  it("tells the lead over the second within a band of 5 points, and alerts by it (G04)", async () => {
    // 934.00 over 700.00 is a lead of 33.4 %; pieces 94 over 14; buyers 80 over 14.
    const { gmv, units, buyers } = await marginsOf("haoyu", { alertBelow: 0.35 });
    expect(gmv).toEqual({
      metric: "GMV",
      state: "KNOWN",
      rank: 1,
      of: 6,
      atLeast: 0.3,
      below: 0.35,
      alert: "BELOW",
      computedAt: instant,
    });
    expect(units).toMatchObject({ rank: 1, atLeast: 5.7, below: 5.75, alert: "NOT_ASKED" });
    expect(buyers).toMatchObject({ rank: 1, atLeast: 4.7, below: 4.75 });
    expect((await marginsOf("haoyu", { alertBelow: 0.3 })).gmv.alert).toBe("NOT_BELOW");
  });

  it("tells the lag behind the first", async () => {
    // 700.00 is 25.1 % less than 934.00.
    expect((await marginsOf("w1")).gmv).toMatchObject({ rank: 2, of: 6, atLeast: -0.3, below: -0.25 });
  });

  it("has a rank but no margin over those who have nothing", async () => {
    expect((await marginsOf("haoyu")).repurchase).toMatchObject({ state: "BASE_NOT_POSITIVE", rank: 1, atLeast: null });
  });

  it("ranks assets and their rates by the benchmarks of the same window", async () => {
    const { assets, visits } = await marginsOf("haoyu");
    expect(assets).toMatchObject({ metric: "ASSET_PEOPLE", state: "KNOWN", rank: 1, of: 6 });
    expect(assets.atLeast).toBeGreaterThan(0);
    // Nobody visited anything.
    expect(visits).toMatchObject({ state: "BASE_NOT_POSITIVE", rank: 1, atLeast: null });
  });

  it("says why it is not known", async () => {
    expect((await marginsOf("moshui", { alertBelow: 0.1 })).gmv).toEqual({
      metric: "GMV",
      state: "TOO_FEW_PEERS",
      rank: null,
      of: null,
      atLeast: null,
      below: null,
      alert: "UNKNOWN",
      computedAt: instant,
    });
    const bags = await marginsOf("baobao");
    expect(bags.gmv).toMatchObject({ state: "CURRENCIES_DIFFER", rank: null });
    expect(bags.units).toMatchObject({ state: "KNOWN", rank: 1, atLeast: 0, below: 0.05 });
    expect(bags.assets).toMatchObject({ state: "NOT_COMPUTED", computedAt: null });
    expect((await marginsOf("haoyu", {}, market.careful)).repurchase).toMatchObject({
      state: "SUPPRESSED",
      rank: null,
    });
  });

  it("takes no threshold inside a band, as the answers to many would tell the exact margin", async () => {
    const { errors } = await market.test.query(market.own.keys.PARTNER, documentOf("rank-margins"), {
      brand: market.brands["haoyu"],
      from: FROM,
      to: TO,
      alertBelow: 0.33,
    });
    expect(errors).toMatchObject([
      {
        message: "alertBelow must be a multiple of 0.05 from -1 to 100, e.g. 0.1 for 10 %, but got 0.33.",
        extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["alertBelow"] }] },
      },
    ]);
  });
});
