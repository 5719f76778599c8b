import { insertTouchpoints } from "../../support/touchpoint-rows";
import { askBrand, crowd, nickname, noon, openSearchSetup, registerAliases, type SearchSetup } from "./search-setup";

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
