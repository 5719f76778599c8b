import { insertTouchpoints } from "../../support/touchpoint-rows";
import {
  askBrand,
  crowd,
  documentOf,
  nickname,
  noon,
  openSearchSetup,
  registerAliases,
  type SearchSetup,
} from "./search-setup";

let setup: SearchSetup;
beforeAll(async () => {
  setup = await openSearchSetup("2025-11-20T09:00:00+08:00");
  await registerAliases(setup, [nickname("小方块")]);
  await registerAliases(setup, [nickname("小方块")], {}, setup.careful);
  await insertTouchpoints(setup.test, crowd(1, 9, search("first", "2025-07-31")));
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
