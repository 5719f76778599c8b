import { insertTouchpoints } from "../../support/touchpoint-rows";
import { askBrand, crowd, documentOf, ingest, noon, openSearchSetup, pin, type SearchSetup } from "./search-setup";

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
