import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
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

const WINDOW = { from: "2025-10-20", to: "2025-10-27" };
const PRODUCT = { productCode: "GMW-B5000" };
const day = (index: number): string => `2025-10-${20 + index}`;

let setup: SearchSetup;

/**
 * New outside people a day: 1, 2, 4, ... 64, doubling. On each day but the last the people of the day before come again. Inside:
 * p1001 to p1063 (127 / 2 rounded down) visited before, p1001 to p1007 of whom meet the product, one a day.
 */
beforeAll(async () => {
  setup = await openSearchSetup("2025-11-20T09:00:00+08:00");
  await registerAliases(setup, [nickname("小方块", { validFrom: "2025-10-22" })]);
  const own = { brandId: setup.casio, sourceId: setup.cloud };
  const view = (index: number, change: Partial<TouchpointRow> = {}) => ({
    ...own,
    at: noon(day(index)),
    action: "PRODUCT_VIEW",
    product: "GMW-B5000",
    ...change,
  });
  const search = (index: number, keyword: string) => ({
    ...own,
    brandId: 0,
    at: noon(day(index)),
    action: "SEARCH",
    keyword,
  });
  await insertTouchpoints(setup.test, [
    ...crowd(1001, 1063, { ...own, at: "2025-10-15T12:00:00+08:00", action: "VISIT" }),
    ...Array.from({ length: 7 }, (_, index) => {
      const first = 2 ** index;
      // From the third day on half of them search for the nickname in place of viewing the product.
      const viewers = index < 2 ? first : first / 2;
      return [
        ...crowd(first, first + viewers - 1, view(index)),
        ...crowd(first + viewers, 2 * first - 1, search(index, "casio 小方块")),
        ...crowd(1001 + index, 1001 + index, view(index, { action: "ADD_TO_CART" })),
        ...(index === 6 ? [] : crowd(first, 2 * first - 1, view(index + 1))),
      ];
    }).flat(),
    // Never new: met it a year before to the day; new: more than a year before. Lapsed people are outside.
    ...crowd(2001, 2001, { ...view(0), at: "2024-10-20T00:00:00+08:00" }),
    ...crowd(2001, 2001, view(3)),
    ...crowd(2002, 2002, { ...view(0), at: "2024-10-19T23:59:59+08:00" }),
    // No interaction: shown, another product, another brand's, the nickname before it held, and an alias of nothing.
    ...crowd(3001, 3009, view(1, { action: "IMPRESSION" })),
    ...crowd(3001, 3009, view(1, { product: "GA-2100" })),
    ...crowd(3001, 3009, view(1, { brandId: setup.rival })),
    ...crowd(3001, 3009, search(1, "小方块")),
    ...crowd(3001, 3009, search(3, "小圆块")),
  ]);
});
afterAll(() => setup.test.close());

const spread = async (variables: object = {}, organisation = setup.own) =>
  (await askBrand(setup, "outside-spread", { of: PRODUCT, ...WINDOW, ...variables }, organisation)).outsideSpread;

describe("brand.outsideSpread", () => {
  it("counts new people a day, those outside of the assets, and how fast they double", async () => {
    const answer = await spread();
    expect(answer).toMatchObject({
      productCode: "GMW-B5000",
      keyword: null,
      window: WINDOW,
      dictionaryVersion: 1,
      ruleSet: { code: "DEFAULT", version: 1 },
      people: "134",
      outsidePeople: "127",
      breakoutShare: { value: 127 / 134, numerator: "127", denominator: "134" },
      fit: WINDOW,
      speed: 127 / 7,
      doublingReason: null,
    });
    expect(answer.points).toEqual(
      Array.from({ length: 7 }, (_, index) => ({
        day: day(index),
        people: String(2 ** index + 1),
        outsidePeople: String(2 ** index),
      })),
    );
    // Wilson 1927 for 127 of 134, computed apart from this code.
    expect(answer.breakoutShare.low).toBeCloseTo(0.896097, 5);
    expect(answer.breakoutShare.high).toBeCloseTo(0.974468, 5);
    expect(answer.doubling.days).toBeCloseTo(1, 9);
    // By hand: the rate's error is 1 / sqrt(127 x variance of days) with t(5) = 2.570582; see growth-rate.test.ts.
    const mean = 642 / 127;
    const spreadOfDays = 3450 / 127 - mean ** 2;
    const half = 2.5705818 / Math.sqrt(127 * spreadOfDays);
    expect(answer.doubling.low).toBeCloseTo(Math.LN2 / (Math.LN2 + half), 6);
    expect(answer.doubling.high).toBeCloseTo(Math.LN2 / (Math.LN2 - half), 6);
  });

  it("follows a keyword by its searches alone", async () => {
    const answer = await spread({ of: { keyword: " CASIO　小方块" } });
    expect(answer).toMatchObject({ productCode: null, keyword: "casio小方块", people: "62", outsidePeople: "62" });
    expect(answer.points.map(({ people }: { people: string }) => people)).toEqual([
      "0",
      "0",
      "2",
      "4",
      "8",
      "16",
      "32",
    ]);
    expect(answer.doubling.days).toBeLessThan(1);
  });

  it("has no doubling time where nothing grows, or where there is too little to fit", async () => {
    // 9 people a day of the other product's first day only.
    expect(await spread({ of: { productCode: "GA-2100" } })).toMatchObject({
      people: "9",
      doubling: null,
      doublingReason: "TOO_FEW_DAYS",
    });
    // The 5 days after the campaign: nobody new.
    expect(await spread({ from: "2025-10-27", to: "2025-11-01", fitDays: 5 })).toMatchObject({
      people: "0",
      breakoutShare: null,
      speed: 0,
      doubling: null,
    });
    // 64 on the first day and 9 on the next: falling.
    await insertTouchpoints(
      setup.test,
      crowd(4001, 4009, {
        brandId: setup.casio,
        sourceId: setup.cloud,
        at: noon("2025-10-27"),
        action: "CLICK",
        product: "GMW-B5000",
      }),
    );
    expect(await spread({ from: "2025-10-26", to: "2025-10-31", fitDays: 5 })).toMatchObject({
      doubling: null,
      doublingReason: "NOT_GROWING",
    });
  });

  it("withholds small days with as many others as protect them, and what is fitted over them", async () => {
    await registerAliases(setup, [nickname("小方块", { validFrom: "2025-10-22" })], {}, setup.careful);
    const answer = await spread({}, setup.careful);
    expect(answer.suppressedBelow).toBe(5);
    const told = answer.points.map(({ outsidePeople }: { outsidePeople: string | null }) => outsidePeople);
    // 1, 2 and 4 are small, and 7 inside people are told apart by no day.
    expect(told.slice(0, 3)).toEqual([null, null, null]);
    for (const point of answer.points) expect([point.people, point.outsidePeople]).toContain(null);
    expect(answer).toMatchObject({ speed: null, doubling: null, doublingReason: "SUPPRESSED" });
  });

  it("refuses a subject of none or two, windows and fits out of range", async () => {
    const refusal = async (variables: object) => {
      const asked = { brand: setup.brands.casio, of: PRODUCT, ...WINDOW, ...variables };
      return (await setup.test.query(setup.own.keys.BI, documentOf("outside-spread"), asked)).errors![0]!.message;
    };
    expect(await refusal({ of: {} })).toBe("of must have exactly one of productCode and keyword, but has none.");
    expect(await refusal({ of: { ...PRODUCT, keyword: "x" } })).toBe(
      "of must have exactly one of productCode and keyword, but has both.",
    );
    expect(await refusal({ of: { productCode: "" } })).toBe("of.productCode must be 1 to 200 characters, but got 0.");
    expect(await refusal({ fitDays: 8 })).toBe("fitDays must be 5 to 7, the days of the window, but got 8.");
    expect(await refusal({ to: "2025-12-22" })).toBe(
      "to must lie 5 to 62 days after from (2025-10-20), but got 2025-12-22.",
    );
    expect(await refusal({ to: "2025-10-24" })).toBe(
      "to must lie 5 to 62 days after from (2025-10-20), but got 2025-10-24.",
    );
  });
});
