import { crowd, type MarketSetup, openMarket, type SentTouchpoint } from "./market-setup";

const FROM = "2025-10-12T00:00:00+08:00";
const TO = "2025-11-11T00:00:00+08:00";
/** In the window, but too long ago to be aware of anything at its end. */
const EARLY = "2025-10-14T10:00:00+08:00";
const LATE = "2025-11-05T10:00:00+08:00";

let market: MarketSetup;

/** 100 people bought before the window; of them some visited the shop and some searched in it, and nobody did anything else. */
const buyers = (brand: string, first: number, visited: number, searched: number): readonly SentTouchpoint[] => [
  ...crowd(first, 100, { at: "2025-08-01T10:00:00+08:00", action: "ORDER", brand, amount: "10.00" }),
  ...crowd(first, visited, { at: EARLY, action: "VISIT", brand }),
  ...crowd(first + 50, searched, { at: EARLY, action: "SEARCH", brand, site: "OFF_SITE" }),
];

beforeAll(async () => {
  market = await openMarket("2025-12-01T00:00:00Z", {
    tv: ["guangying", "t1", "t2", "t3", "t4", "t5"],
    pen: ["moshui", "p1"],
  });
  await market.send([
    ...buyers("guangying", 1, 40, 20),
    // None of these visited the shop: seen off site, before the window, at its end; or no asset at its end.
    ...crowd(60, 1, { at: LATE, action: "VISIT", brand: "guangying", site: "OFF_SITE" }),
    ...crowd(61, 1, { at: "2025-10-11T23:59:59.999+08:00", action: "VISIT", brand: "guangying" }),
    ...crowd(62, 1, { at: TO, action: "VISIT", brand: "guangying" }),
    ...crowd(63, 1, { at: LATE, action: "ADD_TO_CART", brand: "guangying" }),
    ...crowd(64, 1, { at: LATE, action: "VISIT", brand: "p1" }),
    ...crowd(200, 30, { at: EARLY, action: "VISIT", brand: "guangying" }),
    // One more visitor, by a product page and at the window's first instant; seen twice is seen once.
    ...crowd(99, 1, { at: FROM, action: "PRODUCT_VIEW", brand: "guangying" }),
    ...crowd(99, 1, { at: LATE, action: "VISIT", brand: "guangying" }),
    ...[41, 30, 30, 20, 10].flatMap((visited, n) => buyers(`t${n + 1}`, 1_000 * (n + 1), visited, 4 * n)),
    ...buyers("moshui", 10_000, 10, 10),
    ...crowd(20_000, 60, { at: EARLY, action: "VISIT", brand: "p1" }),
  ]);
  for (const category of ["tv", "pen"]) await market.refreshBenchmarks(category, { asOf: TO, flowFrom: FROM });
});
afterAll(() => market.test.close());

const activityOf = async (brand: string, organisation = market.own, window: object = { from: FROM, to: TO }) =>
  (await market.ask(organisation, "asset-activity", brand, window)).assetActivity;

describe("brand.assetActivity", () => {
  it("tells the share of the assets that visited the shop, with its interval and its place in the industry (V53)", async () => {
    const { visitRate } = await activityOf("guangying");
    // 40 visitors and one of a product page, of 100 buyers; 41, 30, 30, 20 and 10 of the peers' 100. Own and t1 share rank 1.
    expect(visitRate).toEqual({
      state: "KNOWN",
      value: 0.41,
      low: expect.closeTo(0.3187, 4),
      high: expect.closeTo(0.508, 4),
      people: "41",
      base: "100",
      benchmarkState: "AVAILABLE",
      benchmark: {
        own: 0.41,
        industryMean: expect.closeTo(0.262, 12),
        topMean: expect.closeTo(1.01 / 3, 12),
        topCount: 3,
        peers: 5,
        rank: 1,
        of: 6,
      },
    });
  });

  it("shares a rank among equal rates, and ranks searches by themselves", async () => {
    const { searchRate } = await activityOf("guangying");
    // 20 of 100 against 0, 4, 8, 12 and 16.
    expect(searchRate).toMatchObject({
      value: 0.2,
      people: "20",
      base: "100",
      benchmark: { rank: 1, of: 6, industryMean: expect.closeTo(0.08, 12), topMean: expect.closeTo(0.12, 12) },
    });
  });

  it("names its window, its rules and when it was counted", async () => {
    const { from, to, ruleSet, computedAt } = await activityOf("guangying");
    expect([from, to].map((at) => Date.parse(at))).toEqual([FROM, TO].map((at) => Date.parse(at)));
    expect(ruleSet).toEqual({ code: "DEFAULT", version: 1 });
    expect(computedAt).not.toBeNull();
  });

  it("says why there is no benchmark, and that nothing was computed", async () => {
    expect((await activityOf("moshui")).visitRate).toMatchObject({
      state: "KNOWN",
      value: 0.1,
      benchmarkState: "TOO_FEW_PEERS",
      benchmark: null,
    });
    const other = await activityOf("guangying", market.own, { from: "2025-10-13T00:00:00+08:00", to: TO });
    expect(other).toMatchObject({ computedAt: null, ruleSet: null });
    expect(other.visitRate).toMatchObject({ state: "NOT_COMPUTED", value: null, benchmarkState: "NOT_COMPUTED" });
  });

  it("withholds rates of few people, but not the industry's", async () => {
    const { visitRate, searchRate } = await activityOf("guangying", market.careful);
    for (const rate of [visitRate, searchRate]) {
      expect(rate).toMatchObject({ state: "SUPPRESSED", value: null, low: null, people: null, base: null });
      expect(rate.benchmark).toMatchObject({ own: null, rank: null, peers: 5 });
    }
  });

  it("refuses a window of more than a year", async () => {
    const { errors } = await market.test.query(
      market.own.keys.PARTNER,
      'query($id: ID!, $to: DateTime!) { brand(id: $id) { assetActivity(from: "2024-01-01T00:00:00Z", to: $to) { to } } }',
      { id: market.brands["guangying"], to: TO },
    );
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["from"] }] } }]);
  });
});
