import { insertTouchpoints } from "../../support/touchpoint-rows";
import { askBrand, crowd, nickname, noon, openSearchSetup, registerAliases, type SearchSetup } from "./search-setup";

const WEEK = { from: "2025-11-13", to: "2025-11-20", nickname: ["小方块"] };

let setup: SearchSetup;
beforeAll(async () => {
  setup = await openSearchSetup("2025-11-20T09:00:00+08:00");
});
afterAll(() => setup.test.close());

it("answers whole for a brand of which nothing is known yet", async () => {
  expect(await askBrand(setup, "search-morning", WEEK)).toMatchObject({
    name: "casio",
    searchDictionary: { version: 0 },
    keywordOpportunities: { on: "2025-11-19", baseline: null, opportunities: [] },
    hotTopicWindows: { topics: [] },
    searchMix: { total: { searches: "0", people: "0" }, aliasShare: null },
    keywordHeat: { keywords: [{ keyword: "小方块", basePerDay: 0 }] },
    shareOfVoice: { after: { share: null, reason: "BASE_NOT_POSITIVE" }, difference: null },
  });
});

it("shows what became of the nickname overnight", async () => {
  await registerAliases(setup, [nickname("小方块")]);
  const search = (day: string) => ({
    brandId: setup.casio,
    sourceId: setup.cloud,
    at: noon(day),
    action: "SEARCH",
    keyword: "小方块",
  });
  const october = Array.from({ length: 35 }, (_, index) =>
    new Date(Date.UTC(2025, 9, 15 + index)).toISOString().slice(0, 10),
  );
  await insertTouchpoints(setup.test, [
    ...october.flatMap((day) => crowd(1, 10, search(day))),
    ...crowd(1, 120, search("2025-11-19")),
  ]);
  const page = await askBrand(setup, "search-morning", WEEK);
  expect(page.keywordOpportunities.opportunities).toEqual([
    {
      rank: 1,
      keyword: "小方块",
      searchClass: "ALIAS",
      productCode: "GMW-B5000",
      searches: "120",
      people: "120",
      previousSearches: "10",
      change: 11,
      robustZ: null,
      heat: 1_200,
    },
  ]);
  expect(page.searchMix).toMatchObject({ total: { searches: "180", people: "120" }, aliasShare: { value: 1 } });
  expect(page.keywordHeat.keywords[0].points.at(-1)).toMatchObject({ day: "2025-11-19", heat: 1_200 });
});
