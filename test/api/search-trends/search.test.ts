import { insertTouchpoints } from "../../support/touchpoint-rows";
import {
  askBrand,
  crowd,
  documentOf,
  ingest,
  nickname,
  noon,
  openSearchSetup,
  pin,
  registerAliases,
  type SearchSetup,
} from "./search-setup";

let setup: SearchSetup;
beforeAll(async () => {
  setup = await openSearchSetup("2025-11-20T09:00:00+08:00");
});
afterAll(() => setup.test.close());

const search = (keyword: string, day: string, change: object = {}) => ({
  at: noon(day),
  action: "SEARCH",
  keyword,
  brandId: setup.casio,
  sourceId: setup.cloud,
  ...change,
});
const refusal = async (document: string, variables: object) => {
  const asked = { brand: setup.brands.casio, ...variables };
  const answer = await setup.test.query(setup.own.keys.BI, documentOf(document), asked);
  return answer.errors![0];
};

describe("brand.searchHeatChange", () => {
  it("is 0.67 of a mean day of 3,000 searches before and 5,010 after, sent and read through the API", async () => {
    const day = (date: string, count: number, first: number) =>
      Array.from({ length: count }, (_, index) => ({
        occurredAt: noon(date),
        action: "SEARCH",
        keyword: ["卡西欧小方块", "卡西欧 小方块 ", "卡西欧　小方块"][index % 3],
        identities: [pin(first + (index % 1_000))],
      }));
    await ingest(setup, [
      ...day("2025-09-01", 2_900, 1),
      ...day("2025-09-02", 3_100, 1),
      ...day("2025-09-11", 5_000, 501),
      ...day("2025-09-12", 5_020, 501),
    ]);
    const windows = {
      before: { from: "2025-09-01", to: "2025-09-03" },
      after: { from: "2025-09-11", to: "2025-09-13" },
    };
    const report = (await askBrand(setup, "search-heat-change", { keywords: ["卡西欧小方块"], ...windows }))
      .searchHeatChange;
    expect(report).toEqual({
      window: { from: "2025-09-01", to: "2025-09-13" },
      asOf: "2025-11-20T01:00:00.000Z",
      dictionaryVersion: 0,
      keywords: [
        {
          keyword: "卡西欧小方块",
          before: { days: windows.before, searches: "6000", people: "1000", perDay: 3_000 },
          after: { days: windows.after, searches: "10020", people: "1000", perDay: 5_010 },
          change: expect.closeTo(0.67, 12),
          reason: null,
        },
      ],
    });
    // A keyword that nobody searched before has no base.
    const back = { before: { from: "2025-08-30", to: "2025-09-01" }, after: windows.before };
    const fresh = (await askBrand(setup, "search-heat-change", { keywords: ["卡西欧小方块"], ...back }))
      .searchHeatChange;
    expect(fresh.keywords[0]).toMatchObject({ before: { perDay: 0 }, change: null, reason: "BASE_NOT_POSITIVE" });
  });

  it("compares with the days right before where none are named, and only with as many that are over", async () => {
    const { keywords } = (
      await askBrand(setup, "search-heat-change", {
        keywords: ["卡西欧小方块"],
        after: { from: "2025-09-02", to: "2025-09-03" },
      })
    ).searchHeatChange;
    expect(keywords[0]).toMatchObject({ before: { days: { from: "2025-09-01", to: "2025-09-02" }, perDay: 2_900 } });
    const after = { from: "2025-09-11", to: "2025-09-13" };
    expect(
      await refusal("search-heat-change", { keywords: ["x"], after, before: { from: "2025-09-01", to: "2025-09-02" } }),
    ).toMatchObject({
      message: "before must have as many days as after (2), but has 1; a mean of other weekdays is another figure.",
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(
      await refusal("search-heat-change", { keywords: ["x"], after, before: { from: "2025-09-10", to: "2025-09-12" } }),
    ).toMatchObject({ message: "before.to must not lie after after.from (2025-09-11), but got 2025-09-12." });
  });
});

describe("brand.keywordHeat", () => {
  it("is 100 on the mean day of the base, and counts people beside times", async () => {
    // October: a base of 2 days with 4 + 2 = 6 searches, so 3 a day. Of the next days 6 searches by 4 people, none, and 3 by 1.
    await insertTouchpoints(setup.test, [
      ...crowd(1, 4, search("heat", "2025-10-01")),
      ...crowd(1, 2, search("Heat ", "2025-10-02")),
      ...crowd(1, 4, search("heat", "2025-10-03")),
      ...crowd(1, 2, search("heat", "2025-10-03", { at: "2025-10-03T23:59:59.999+08:00" })),
      ...crowd(7, 7, search("heat", "2025-10-05")),
      ...crowd(7, 7, search("HEAT", "2025-10-05")),
      ...crowd(7, 7, search("heat", "2025-10-05", { at: "2025-10-05T00:00:00+08:00" })),
      // Another keyword, another brand, another action, and another day in the brand's zone.
      ...crowd(1, 9, search("heat wave", "2025-10-05")),
      ...crowd(1, 9, search("heat", "2025-10-05", { brandId: setup.rival })),
      ...crowd(1, 9, search("heat", "2025-10-05", { action: "VISIT" })),
      ...crowd(1, 9, search("heat", "2025-10-06", { at: "2025-10-06T00:00:00+08:00" })),
    ]);
    const asked = {
      keywords: ["ＨＥＡＴ", "nobody", "heat"],
      from: "2025-10-03",
      to: "2025-10-06",
      base: { from: "2025-10-01", to: "2025-10-03" },
    };
    const report = (await askBrand(setup, "keyword-heat", asked)).keywordHeat;
    expect(report).toMatchObject({
      window: { from: "2025-10-03", to: "2025-10-06" },
      base: asked.base,
      suppressedBelow: 1,
    });
    expect(report.keywords).toEqual([
      {
        keyword: "heat",
        basePerDay: 3,
        reason: null,
        points: [
          { day: "2025-10-03", searches: "6", people: "4", heat: 200 },
          { day: "2025-10-04", searches: "0", people: "0", heat: 0 },
          { day: "2025-10-05", searches: "3", people: "1", heat: 100 },
        ],
      },
      {
        keyword: "nobody",
        basePerDay: 0,
        reason: "BASE_NOT_POSITIVE",
        points: ["2025-10-03", "2025-10-04", "2025-10-05"].map((day) => ({
          day,
          searches: "0",
          people: "0",
          heat: null,
        })),
      },
    ]);
    const { base } = (await askBrand(setup, "keyword-heat", { ...asked, base: null })).keywordHeat;
    expect(base).toEqual({ from: "2025-09-05", to: "2025-10-03" });
  });

  it("withholds days of few people with the next smallest, rounds, and tells no base of few", async () => {
    const asked = {
      keywords: ["heat"],
      from: "2025-10-03",
      to: "2025-10-07",
      base: { from: "2025-10-06", to: "2025-10-07" },
    };
    const { keywords } = (await askBrand(setup, "keyword-heat", asked, setup.careful)).keywordHeat;
    // People: 4, 0, 1 and 9. 4 and 1 are too few and together as many as the threshold; 9 searches are 10 when rounded.
    expect(keywords[0]).toEqual({
      keyword: "heat",
      basePerDay: 10,
      reason: null,
      points: [
        { day: "2025-10-03", searches: null, people: null, heat: null },
        { day: "2025-10-04", searches: "0", people: "0", heat: 0 },
        { day: "2025-10-05", searches: null, people: null, heat: null },
        { day: "2025-10-06", searches: "10", people: "10", heat: 100 },
      ],
    });
    const few = { ...asked, base: { from: "2025-10-05", to: "2025-10-06" } };
    const [withheld] = (await askBrand(setup, "keyword-heat", few, setup.careful)).keywordHeat.keywords;
    expect(withheld).toMatchObject({ basePerDay: null, reason: "SUPPRESSED" });
    const change = { keywords: ["heat"], after: { from: "2025-10-06", to: "2025-10-07" } };
    const report = (await askBrand(setup, "search-heat-change", change, setup.careful)).searchHeatChange;
    expect(report.keywords[0]).toMatchObject({
      before: { searches: null, people: null, perDay: null },
      after: { searches: "10" },
      change: null,
      reason: "SUPPRESSED",
    });
  });

  it("refuses days that are not over, run backwards or are too many, and keywords that are none", async () => {
    const asked = { keywords: ["heat"], from: "2025-11-19", to: "2025-11-21" };
    expect(await refusal("keyword-heat", asked)).toMatchObject({
      message:
        "to must not lie after today (2025-11-20 in Asia/Shanghai), as only days that are over are counted, but got 2025-11-21.",
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(await refusal("keyword-heat", { ...asked, to: "2025-11-19" })).toMatchObject({
      message: "to must lie 1 to 366 days after from (2025-11-19), but got 2025-11-19.",
    });
    expect(await refusal("keyword-heat", { ...asked, from: "2024-11-18", to: "2025-11-20" })).toMatchObject({
      message: "to must lie 1 to 366 days after from (2024-11-18), but got 2025-11-20.",
    });
    const whole = { from: "2025-11-01", to: "2025-11-02" };
    expect(await refusal("keyword-heat", { ...whole, keywords: ["a", "!"] })).toMatchObject({
      message: 'keywords.1 must be 1 to 200 characters with a letter or digit, but got "!".',
    });
    expect(await refusal("keyword-heat", { ...whole, keywords: [] })).toMatchObject({
      message: "keywords must have 1 to 20 elements, but got 0.",
    });
  });
});

describe("brand.searchMix", () => {
  const ONE_DAY = { from: "2025-08-01", to: "2025-08-02" };

  it("tells nicknames, products, names and the rest apart by what holds on the day", async () => {
    const aliases = [
      nickname("小方块", { validFrom: "2025-08-01" }),
      nickname("方块"),
      nickname("GMW-B5000", { kind: "PRODUCT_NAME" }),
      nickname("卡西欧", { kind: "BRAND_NAME", productCode: null }),
      nickname("old block", { validTo: "2025-08-01" }),
      nickname("ga", {}),
    ];
    const { dictionaryVersion } = await registerAliases(setup, aliases);
    await registerAliases(setup, aliases, {}, setup.careful);
    const none = { brandId: 0 };
    await insertTouchpoints(setup.test, [
      // Alias: 6 searches by 5 people. The name in it changes nothing.
      ...crowd(1, 4, search("casio小方块 女款", "2025-08-01")),
      ...crowd(1, 1, search("小方块", "2025-08-01")),
      ...crowd(5, 5, search("方 块表", "2025-08-01", none)),
      // Product: 3 by 3. Brand name: 9 by 6.
      ...crowd(4, 6, search("casio GMW-b5000", "2025-08-01")),
      ...crowd(11, 15, search("CASIO watch", "2025-08-01")),
      ...crowd(11, 13, search("卡西欧", "2025-08-01", none)),
      ...crowd(1, 1, search("卡西欧 表", "2025-08-01")),
      // Generic: 7 by 7; the alias that no longer holds, and "ga" is not in "garden".
      ...crowd(21, 23, search("old block", "2025-08-01")),
      ...crowd(24, 26, search("garden watch", "2025-08-01", { ...none, categoryId: setup.watches })),
      ...crowd(27, 27, search("手表", "2025-08-01")),
      // Not the brand's: another brand, another category, no keyword, the day before and the next one, and not served.
      ...crowd(31, 39, search("小方块", "2025-08-01", { brandId: setup.rival })),
      ...crowd(31, 39, search("手表", "2025-08-01", { ...none, categoryId: setup.snacks })),
      ...crowd(31, 39, search("", "2025-08-01")),
      ...crowd(31, 39, search("小方块", "2025-07-31")),
      ...crowd(31, 39, search("小方块", "2025-08-02")),
      ...crowd(31, 39, search("小方块", "2025-08-01", { exposure: "OPPORTUNITY_TO_SEE" })),
    ]);
    const mix = (await askBrand(setup, "search-mix", ONE_DAY)).searchMix;
    expect(mix).toEqual({
      window: ONE_DAY,
      asOf: "2025-11-20T01:00:00.000Z",
      dictionaryVersion,
      suppressedBelow: 1,
      roundedTo: 1,
      // p1 to p6, p11 to p15, p21 to p27.
      total: { searches: "25", people: "18" },
      classes: [
        { searchClass: "ALIAS", searches: "6", people: "5" },
        { searchClass: "PRODUCT", searches: "3", people: "3" },
        { searchClass: "BRAND_NAME", searches: "9", people: "6" },
        { searchClass: "GENERIC", searches: "7", people: "7" },
      ],
      // Wilson 1927 for 6 of 18 and 5 of 11, computed apart from this code.
      aliasShare: {
        value: 6 / 18,
        low: expect.closeTo(0.162788, 5),
        high: expect.closeTo(0.562505, 5),
        numerator: "6",
        denominator: "18",
      },
      aliasPeopleShare: {
        value: 5 / 11,
        low: expect.closeTo(0.212709, 5),
        high: expect.closeTo(0.719908, 5),
        numerator: "5",
        denominator: "11",
      },
    });
    // The day before the nickname held, "小方块" still has "方块" in it.
    const before = (await askBrand(setup, "search-mix", { from: "2025-07-31", to: "2025-08-01" })).searchMix;
    expect(before.classes[0]).toEqual({ searchClass: "ALIAS", searches: "9", people: "9" });
  });

  it("withholds classes of few people with another, and shares that would give them away", async () => {
    const mix = (await askBrand(setup, "search-mix", ONE_DAY, setup.careful)).searchMix;
    // People: 5, 3, 6, 7. The 3 are withheld with the 5.
    expect(mix).toMatchObject({
      suppressedBelow: 5,
      roundedTo: 10,
      total: { searches: "30", people: "20" },
      classes: [
        { searchClass: "ALIAS", searches: null, people: null },
        { searchClass: "PRODUCT", searches: null, people: null },
        { searchClass: "BRAND_NAME", searches: "10", people: "10" },
        { searchClass: "GENERIC", searches: "10", people: "10" },
      ],
      aliasShare: null,
    });
  });

  it("has no share without brand searches", async () => {
    const mix = (await askBrand(setup, "search-mix", { from: "2025-01-01", to: "2025-01-02" })).searchMix;
    expect(mix).toMatchObject({ total: { searches: "0", people: "0" }, aliasShare: null, aliasPeopleShare: null });
  });
});

describe("brand.keywordOpportunities", () => {
  const days = (from: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) =>
      new Date(Date.parse(`${from}T00:00:00Z`) + index * 86_400_000).toISOString().slice(0, 10),
    );
  const report = async (variables: object, organisation = setup.own) =>
    (await askBrand(setup, "keyword-opportunities", variables, organisation)).keywordOpportunities;

  it("ranks what broke out yesterday: new words by searches, then by robust z", async () => {
    // 36 days to 19 November. "steady" has 8 a day. "wave" has 8 and 12 in turn, then 80: growths are ln(13/9) and -ln(13/9) in
    // turn, whose median is 0 and MAD ln(13/9), and the day's ln(81/13).
    const series = days("2025-10-15", 35);
    await insertTouchpoints(setup.test, [
      ...series.flatMap((day, index) => [
        ...crowd(1, 8, search("steady", day)),
        ...crowd(1, index % 2 === 0 ? 8 : 12, search("wave", day)),
      ]),
      ...crowd(1, 8, search("steady", "2025-11-19")),
      ...crowd(1, 80, search("wave", "2025-11-19")),
      ...crowd(1, 60, search("小方块 新款", "2025-11-19")),
      ...crowd(1, 60, search("new word", "2025-11-19")),
      ...crowd(1, 90, search("best word", "2025-11-19")),
      ...crowd(1, 49, search("small word", "2025-11-19")),
      ...crowd(1, 1, search("loud word", "2025-11-19")),
      ...Array.from({ length: 54 }, (_, index) =>
        crowd(
          1,
          1,
          search("loud word", "2025-11-19", { at: `2025-11-19T13:${String(index).padStart(2, "0")}:00+08:00` }),
        ),
      ).flat(),
    ]);
    const answer = await report({});
    expect(answer).toMatchObject({
      on: "2025-11-19",
      window: { from: "2025-10-15", to: "2025-11-20" },
      baseline: { from: "2025-10-22", to: "2025-11-19" },
      volumeFloor: 50,
      candidates: 5,
    });
    const flat = { previousSearches: "0", change: null, robustZ: null, basis: "NONE", heat: null };
    expect(answer.opportunities).toEqual([
      {
        rank: 1,
        keyword: "best word",
        searchClass: "GENERIC",
        productCode: null,
        searches: "90",
        people: "90",
        ...flat,
      },
      {
        rank: 2,
        keyword: "new word",
        searchClass: "GENERIC",
        productCode: null,
        searches: "60",
        people: "60",
        ...flat,
      },
      {
        rank: 2,
        keyword: "小方块新款",
        searchClass: "ALIAS",
        productCode: "GMW-B5000",
        searches: "60",
        people: "60",
        ...flat,
      },
      {
        rank: 3,
        keyword: "loud word",
        searchClass: "GENERIC",
        productCode: null,
        searches: "55",
        people: "1",
        ...flat,
      },
      {
        rank: 4,
        keyword: "wave",
        searchClass: "GENERIC",
        productCode: null,
        searches: "80",
        people: "80",
        // 12 November is the 29th of the series: 8.
        previousSearches: "8",
        change: 9,
        robustZ: expect.closeTo(Math.log(81 / 9) / (1.4826 * Math.log(13 / 9)), 9),
        basis: "MEDIAN_DEVIATION",
        // The baseline's 28 days have 10 on the mean.
        heat: 800,
      },
    ]);
    expect((await report({ best: 1 })).opportunities).toHaveLength(1);
    expect((await report({ volumeFloor: 85 })).opportunities).toHaveLength(1);
  });

  it("names no keyword of few people, and rounds before it measures", async () => {
    const { opportunities } = await report({}, setup.careful);
    expect(
      opportunities.map(({ keyword, searches }: { keyword: string; searches: string }) => [keyword, searches]),
    ).toEqual([
      ["best word", "90"],
      ["wave", "80"],
      ["new word", "60"],
      ["小方块新款", "60"],
    ]);
    // 8 and 12 a day are 10 and 10 when rounded, so the wave has no growth before.
    expect(opportunities[1]).toMatchObject({ rank: 2, basis: "NONE", previousSearches: "10", change: 7, heat: 800 });
  });

  it("says nothing broke out where searches are known for less than 14 growths, and measures by fewer from there on", async () => {
    // The first search about the brand is of 31 July.
    expect(await report({ on: "2025-08-20" })).toMatchObject({ baseline: null, opportunities: [] });
    expect(await report({ on: "2025-08-21" })).toMatchObject({ baseline: { from: "2025-08-07", to: "2025-08-21" } });
  });

  it("refuses a day that is not over and numbers out of their range", async () => {
    expect(await refusal("keyword-opportunities", { on: "2025-11-20" })).toMatchObject({
      message: "on must be a day that is over, so before today (2025-11-20 in Asia/Shanghai), but got 2025-11-20.",
    });
    expect(await refusal("keyword-opportunities", { volumeFloor: 0 })).toMatchObject({
      message: "volumeFloor must be 1 to 1000000, but got 0.",
    });
    expect(await refusal("keyword-opportunities", { best: 101 })).toMatchObject({
      message: "best must be 1 to 100, but got 101.",
    });
  });

  it("is for those who read assets of a granted brand", async () => {
    const document = documentOf("keyword-opportunities");
    const integration = await setup.test.query(setup.own.keys.INTEGRATION, document, { brand: setup.brands.casio });
    expect(integration.errors![0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
    const foreign = await setup.test.query(setup.careful.keys.BI, document, { brand: setup.brands.rival });
    expect(foreign.data).toEqual({ brand: null });
  });
});
