import { crowd, type MarketSetup, openMarket, type SentTouchpoint } from "./market-setup";

const FROM = "2025-09-01T00:00:00+08:00";
const TO = "2025-11-11T00:00:00+08:00";
const BEFORE = "2025-08-25T10:00:00+08:00";
const AFTER = "2025-11-05T10:00:00+08:00";

let market: MarketSetup;

/** People aware of a brand at the start, and at the end; person numbers begin at `first`. */
const aware = (brand: string, first: number, start: number, end: number): readonly SentTouchpoint[] => [
  ...crowd(first, start, { at: BEFORE, action: "IMPRESSION", brand }),
  ...crowd(first, end, { at: AFTER, action: "IMPRESSION", brand }),
];

const bought = (brand: string, first: number, count: number, at: string): readonly SentTouchpoint[] =>
  crowd(first, count, { at, action: "ORDER", brand, amount: "10.00" });

beforeAll(async () => {
  market = await openMarket("2025-12-01T00:00:00Z", {
    watch: ["haoyu", "w1", "w2", "w3", "w4", "w5", "w6"],
    tv: ["guangying", "t1", "t2", "t3", "t4", "t5"],
    pen: ["moshui", "p1", "p2", "p3"],
    hat: ["maozi", "h1", "h2", "h3", "h4", "h5", "h6"],
  });
  await market.send([
    // The peers' deltas are 4,400 together: 733.3 each.
    ...aware("haoyu", 1, 1_000, 2_980),
    ...[700, 720, 730, 740, 750, 760].flatMap((delta, n) => aware(`w${n + 1}`, 10_000 * (n + 1), 100, 100 + delta)),
    // 100 assets become 148: 40 buyers stay and 20 come; 60 aware people stay and 28 come.
    ...bought("guangying", 100_001, 40, BEFORE),
    ...bought("guangying", 100_041, 20, AFTER),
    ...crowd(100_101, 60, { at: BEFORE, action: "IMPRESSION", brand: "guangying" }),
    ...crowd(100_101, 88, { at: AFTER, action: "IMPRESSION", brand: "guangying" }),
    ...aware("t1", 110_000, 1_000, 1_479),
    ...[147, 140, 100, 90].flatMap((end, n) => aware(`t${n + 2}`, 120_000 + 1_000 * n, 100, end)),
    ...aware("moshui", 200_000, 10, 20),
    ...[1, 2, 3].flatMap((n) => aware(`p${n}`, 200_000 + 1_000 * n, 10, 10)),
    // Hats: own is new at the end, h1 as well, and the others lose people.
    ...aware("maozi", 300_000, 0, 60),
    ...aware("h1", 301_000, 0, 5),
    ...[2, 3, 4, 5, 6].flatMap((n) => aware(`h${n}`, 300_000 + 1_000 * n, 10, 5)),
  ]);
  for (const category of ["watch", "tv", "pen", "hat"])
    for (const asOf of [FROM, TO]) await market.refreshBenchmarks(category, { asOf });
});
afterAll(() => market.test.close());

const growthOf = async (brand: string, organisation = market.own, window = { from: FROM, to: TO }) =>
  (await market.ask(organisation, "asset-growth", brand, window)).assetGrowth;

describe("brand.assetGrowth", () => {
  it("tells growth of 198 % in A1, by an absolute 2.7 times the industry's (V39, V40)", async () => {
    const { stages } = await growthOf("haoyu");
    expect(stages[0].stage).toBe("AWARE");
    expect(stages[0].growth).toMatchObject({
      state: "KNOWN",
      start: "1000",
      end: "2980",
      delta: "1980",
      rate: 1.98,
      ratio: 2.98,
      isMoreThanDoubled: true,
      deltaOverIndustry: { as: "RATIO", value: 2.7, industryMeanDelta: 4_400 / 6, peers: 6, state: "AVAILABLE" },
      excess: { as: "EXCESS", value: 1.7 },
    });
  });

  it("tells growth of 48 % of the 4A assets, the fastest of its industry (V59)", async () => {
    const { total, stages } = await growthOf("guangying");
    expect(total).toMatchObject({
      state: "KNOWN",
      start: "100",
      end: "148",
      delta: "48",
      rate: 0.48,
      isMoreThanDoubled: false,
      benchmarkState: "AVAILABLE",
      // Peers: .479, .47, .4, 0 and -.1.
      benchmark: { own: 0.48, peers: 5, rank: 1, of: 6, topMean: expect.closeTo((0.479 + 0.47 + 0.4) / 3, 12) },
    });
    expect(stages.map(({ growth }: { growth: { start: string; end: string } }) => [growth.start, growth.end])).toEqual([
      ["60", "88"],
      ["0", "0"],
      ["40", "60"],
      ["0", "0"],
    ]);
  });

  it("says whether the assets more than doubled (V52)", async () => {
    expect((await growthOf("haoyu")).total).toMatchObject({ ratio: 2.98, isMoreThanDoubled: true });
    // Exactly doubled is not more.
    expect((await growthOf("moshui")).total).toMatchObject({ ratio: 2, isMoreThanDoubled: false });
  });

  it("names both instants, their rules and when they were counted", async () => {
    const { from, to, hasSameRules } = await growthOf("haoyu");
    expect([from, to].map(({ asOf }) => Date.parse(asOf))).toEqual([FROM, TO].map((at) => Date.parse(at)));
    for (const { computedAt, ruleSet } of [from, to]) {
      expect(computedAt).not.toBeNull();
      expect(ruleSet).toEqual({ code: "DEFAULT", version: 1 });
    }
    expect(hasSameRules).toBe(true);
  });

  it("has no rate from nobody, and no multiple of an industry that shrank", async () => {
    const { total } = await growthOf("maozi");
    expect(total).toMatchObject({
      state: "BASE_NOT_POSITIVE",
      start: "0",
      end: "60",
      delta: "60",
      rate: null,
      ratio: null,
      isMoreThanDoubled: false,
      // h1 was met by nobody at the start, so it has no rate; it won 5 people, and the five others lost 5 of 10 each.
      benchmarkState: "AVAILABLE",
      benchmark: { own: null, industryMean: -0.5, rank: null, peers: 5 },
      deltaOverIndustry: { value: null, industryMeanDelta: -20 / 6, peers: 6, state: "BASE_NOT_POSITIVE" },
    });
  });

  it("does not compare with fewer than five peers", async () => {
    const { total } = await growthOf("moshui");
    expect(total).toMatchObject({
      state: "KNOWN",
      rate: 1,
      benchmarkState: "TOO_FEW_PEERS",
      benchmark: null,
      deltaOverIndustry: { value: null, state: "TOO_FEW_PEERS", peers: 3 },
    });
  });

  it("says of an instant without a refresh that it was not computed", async () => {
    const { from, to, total, hasSameRules } = await growthOf("haoyu", market.own, {
      from: "2025-01-01T00:00:00Z",
      to: TO,
    });
    expect(from).toMatchObject({ computedAt: null, ruleSet: null });
    expect(to.computedAt).not.toBeNull();
    expect(hasSameRules).toBe(false);
    expect(total).toMatchObject({
      state: "NOT_COMPUTED",
      delta: null,
      benchmarkState: "NOT_COMPUTED",
      deltaOverIndustry: { value: null, state: "NOT_COMPUTED" },
    });
  });

  it("withholds a growth of which one end is small, and what would tell it", async () => {
    const { total, stages } = await growthOf("guangying", market.careful);
    // 60 aware and 40 buyers at the start: 40 is fewer than 50, and the 60 go with it as their sum is told.
    expect(total).toMatchObject({ state: "KNOWN", delta: "48", rate: 0.48 });
    const told = stages.map(({ growth }: { growth: { state: string; delta: string | null } }) => [
      growth.state,
      growth.delta,
    ]);
    expect(told[0]).toEqual(["SUPPRESSED", null]);
    expect(told[2]).toEqual(["SUPPRESSED", null]);
    expect(stages[0].growth).toMatchObject({ start: null, end: null, rate: null, deltaOverIndustry: { value: null } });
  });

  it("counts past 2^53 exactly (V76)", async () => {
    const huge = { from: 9_007_199_254_740_993n, to: 9_007_199_274_740_994n };
    await market.test.app.database.withSystem((manager) =>
      manager.query(
        `UPDATE benchmark_figure SET numerator = CASE WHEN benchmark.as_of = $1 THEN $2::bigint ELSE $3::bigint END FROM benchmark
         WHERE benchmark.id = benchmark_figure.benchmark_id AND brand_id = (SELECT id FROM brand WHERE code = 'p1') AND metric IN ('MET_PEOPLE', 'ASSET_PEOPLE')`,
        [FROM, huge.from.toString(), huge.to.toString()],
      ),
    );
    await market.test.app.database.withSystem((manager) =>
      manager.query(
        "INSERT INTO brand_grant (organisation_id, brand_id, granted_at) SELECT $1, id, now() FROM brand WHERE code = 'p1'",
        [market.own.id],
      ),
    );
    expect((await growthOf("p1")).total).toMatchObject({ start: String(huge.from), delta: "20000001" });
  });

  it("refuses instants in the wrong order", async () => {
    const { data, errors } = await market.test.query(
      market.own.keys.PARTNER,
      "query($id: ID!, $at: DateTime!) { brand(id: $id) { assetGrowth(from: $at, to: $at) { hasSameRules } } }",
      { id: market.brands["haoyu"], at: TO },
    );
    expect(data.brand.assetGrowth).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["to"] }] } }]);
  });
});
