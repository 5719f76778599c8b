import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { crowd, documentOf, noon } from "./search-setup";

const DOCUMENT = documentOf("share-of-voice");
const AFTER = { from: "2025-10-03", to: "2025-10-06" };
const BEFORE = { from: "2025-10-01", to: "2025-10-03" };

let test: TestApp;
let own: TestOrganisation;
let careful: TestOrganisation;
const brands: Record<string, string> = {};
const categories: Record<string, string> = {};

/**
 * Voice of casio against r1, r2 and r3, of whom r4 sells snacks first and watches besides.
 * Before: 1 October 10 of 40, 2 October 0 of 30. After: 3 October 30 of 60, 4 October 5 of 8 with two rivals, 5 October 20 of 20.
 */
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T09:00:00+08:00") });
  own = await test.addOrganisation("own");
  careful = await test.addOrganisation("careful", { smallGroupThreshold: 5, roundingBase: 10 });
  const made = await addCatalogue(test, own.keys.OPERATOR, {
    WATCH: ["casio", "r1", "r2", "r3"],
    SNACK: ["r4"],
    TINY: ["t1", "t2"],
  });
  Object.assign(brands, made.brands);
  Object.assign(categories, made.categories);
  const watches = numberOf(categories["WATCH"]!);
  await test.app.database.withSystem(async (manager) => {
    await manager.query("INSERT INTO brand_category (brand_id, category_id, is_primary) VALUES ($1, $2, false)", [
      numberOf(brands["r4"]!),
      watches,
    ]);
    await manager.query("INSERT INTO brand (code, name) VALUES ('lonely', 'lonely')");
    const [lonely] = await manager.query("SELECT id FROM brand WHERE code = 'lonely'");
    brands["lonely"] = Buffer.from(`Brand:${lonely.id}`).toString("base64url");
    for (const organisation of [own, careful])
      for (const code of ["casio", "t1", "lonely"])
        await test.app.brands.grant(manager, organisation.id, numberOf(brands[code]!));
  });
  const cloud = numberOf(await addSource(test, own.keys.OPERATOR, "cloud"));
  const crm = numberOf(await addSource(test, own.keys.ADMIN, "crm", "ORGANISATION"));
  const say = (brand: string, day: string, first: number, count: number, change: Partial<TouchpointRow> = {}) =>
    crowd(first, first + count - 1, {
      brandId: numberOf(brands[brand]!),
      sourceId: cloud,
      at: noon(day),
      action: "SEARCH",
      keyword: "x",
      ...change,
    });
  await insertTouchpoints(test, [
    ...say("casio", "2025-10-01", 1, 7),
    ...say("casio", "2025-10-01", 1, 3, { action: "REVIEW" }),
    ...say("r1", "2025-10-01", 1, 10),
    ...say("r2", "2025-10-01", 1, 10, { action: "SHARE" }),
    ...say("r3", "2025-10-01", 1, 10, { action: "ANSWER" }),
    ...say("r1", "2025-10-02", 101, 10),
    ...say("r2", "2025-10-02", 101, 10),
    ...say("r3", "2025-10-02", 101, 10),
    ...say("casio", "2025-10-03", 1, 30),
    ...say("r1", "2025-10-03", 1, 8),
    ...say("r2", "2025-10-03", 11, 12),
    // r4 speaks of watches: 10 in their category. What it says without a category is of snacks.
    ...say("r4", "2025-10-03", 31, 10, { categoryId: watches }),
    ...say("r4", "2025-10-03", 31, 9),
    ...say("casio", "2025-10-04", 1, 5),
    ...say("r1", "2025-10-04", 1, 1),
    ...say("r2", "2025-10-04", 2, 2),
    ...say("casio", "2025-10-05", 1, 20),
    // No voice: other actions, other categories, a private source, not served.
    ...say("casio", "2025-10-05", 1, 9, { action: "VISIT" }),
    ...say("casio", "2025-10-05", 1, 9, { categoryId: numberOf(categories["SNACK"]!) }),
    ...say("casio", "2025-10-05", 1, 9, { sourceId: crm }),
    ...say("casio", "2025-10-05", 1, 9, { exposure: "OPPORTUNITY_TO_SEE" }),
    ...say("t1", "2025-10-05", 1, 9),
    ...say("t2", "2025-10-05", 1, 9),
  ]);
});
afterAll(() => test.close());

const ask = (variables: object = {}, { keys }: TestOrganisation = own) =>
  test.query(keys.BI, DOCUMENT, { brand: brands["casio"], ...AFTER, before: BEFORE, ...variables });
const voice = async (variables: object = {}, organisation = own) => {
  const answer = await ask(variables, organisation);
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data.brand.shareOfVoice;
};

describe("brand.shareOfVoice", () => {
  it("is searches and mentions of the brand / those of its category, by day, before and after", async () => {
    const answer = await voice();
    expect(answer).toMatchObject({ window: AFTER, category: { code: "WATCH" }, suppressedBelow: 1 });
    expect(answer.before).toMatchObject({
      days: BEFORE,
      share: { value: 10 / 70, numerator: "10", denominator: "70" },
      reason: null,
      searches: "7",
      mentions: "3",
      points: [
        { day: "2025-10-01", share: { value: 0.25, numerator: "10", denominator: "40" }, reason: null },
        { day: "2025-10-02", share: { value: 0, numerator: "0", denominator: "30" }, reason: null },
      ],
    });
    // Wilson 1927 for 10 of 70, computed apart from this code.
    expect(answer.before.share.low).toBeCloseTo(0.079489, 5);
    expect(answer.before.share.high).toBeCloseTo(0.243384, 5);
    expect(answer.after).toMatchObject({
      share: { value: 55 / 88, numerator: "55", denominator: "88" },
      searches: "55",
      mentions: "0",
    });
    expect(answer.difference).toBeCloseTo(55 / 88 - 10 / 70, 12);
  });

  it("tells no rival by itself: not on a day of two, and on no other from which that day would follow", async () => {
    expect((await voice()).after.points).toEqual([
      { day: "2025-10-03", share: null, reason: "SUPPRESSED" },
      { day: "2025-10-04", share: null, reason: "TOO_FEW_RIVALS" },
      // Nobody else spoke, which tells of no rival more than of another.
      { day: "2025-10-05", share: { value: 1, numerator: "20", denominator: "20" }, reason: null },
    ]);
    const tiny = await voice({ brand: brands["t1"] });
    expect(tiny.after).toMatchObject({ share: null, reason: "TOO_FEW_RIVALS", searches: "9" });
    expect(tiny.before).toMatchObject({ share: null, reason: "BASE_NOT_POSITIVE" });
    expect(tiny.difference).toBeNull();
  });

  it("withholds days of few people and rounds", async () => {
    const before = (await voice({}, careful)).before;
    expect(before.points).toEqual([
      { day: "2025-10-01", share: { value: 0.25, numerator: "10", denominator: "40" }, reason: null },
      { day: "2025-10-02", share: { value: 0, numerator: "0", denominator: "30" }, reason: null },
    ]);
    expect(before).toMatchObject({ searches: "10", mentions: "0" });
  });

  it("takes as many days before where none are named, and is null for a brand without a category", async () => {
    expect((await voice({ before: null })).before.days).toEqual({ from: "2025-09-30", to: "2025-10-03" });
    expect(await voice({ brand: brands["lonely"] })).toBeNull();
  });

  it("refuses a category in which the brand does not sell, and days before that are not", async () => {
    expect((await ask({ category: categories["SNACK"] })).errors![0]!.message).toBe(
      "categoryId must be of a category that the brand sells in; list them with brand { categories }.",
    );
    expect((await voice({ category: categories["WATCH"] })).category).toEqual({ code: "WATCH" });
    expect((await ask({ before: { from: "2025-10-02", to: "2025-10-04" } })).errors![0]!.message).toBe(
      "before.to must not lie after from (2025-10-03), but got 2025-10-04.",
    );
  });
});
