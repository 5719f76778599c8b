import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";

const COUNTS = readFileSync(join(__dirname, "touchpoint-counts.graphql"), "utf8");
const TWO_DAYS = { from: "2025-11-10T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00" };
const TENTH = "2025-11-09T16:00:00.000Z";
const ELEVENTH = "2025-11-10T16:00:00.000Z";

let test: TestApp;
/** Sees everything; sees groups of 3 and more; is not granted the brand's rows of the others' sources. */
let exact: TestOrganisation;
let careful: TestOrganisation;
/** See groups of 50 and more, one of them to the person. */
let precise: TestOrganisation;
let rounded: TestOrganisation;
let brands: Readonly<Record<string, string>>;
let cloud: number;

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  exact = await test.addOrganisation("exact");
  careful = await test.addOrganisation("careful", { smallGroupThreshold: 3 });
  precise = await test.addOrganisation("precise", { smallGroupThreshold: 50 });
  rounded = await test.addOrganisation("rounded", { smallGroupThreshold: 50, roundingBase: 10 });
  const codes = ["haoyu", "wordy", "crowd"];
  const grants = [exact, careful, precise, rounded].map(({ id }) => ({ organisationId: id, brands: codes }));
  ({ brands } = await addCatalogue(test, exact.keys.OPERATOR, { TV: codes }, grants));
  cloud = numberOf(await addSource(test, exact.keys.OPERATOR, "cloud"));
  const own = numberOf(await addSource(test, exact.keys.ADMIN, "own", "ORGANISATION"));
  await insertTouchpoints(test, [
    // The 10th in Shanghai: 4 people on DOUYIN with 5 clicks, 3 on WEIBO, 1 on ZHIHU.
    ...["p1", "p2", "p3", "p4", "p1"].map((person) => click(person, "2025-11-10T12:00:00+08:00", "DOUYIN")),
    ...["p1", "p2", "p5"].map((person) => click(person, "2025-11-10T00:00:00+08:00", "WEIBO")),
    click("p6", "2025-11-10T23:59:59+08:00", "ZHIHU"),
    // The 11th: 3 people on DOUYIN, 2 on WEIBO, 1 on ZHIHU; p7 twice.
    ...["p1", "p7", "p8"].map((person) => click(person, "2025-11-11T00:00:00+08:00", "DOUYIN")),
    ...["p7", "p9"].map((person) => click(person, "2025-11-11T01:00:00+08:00", "WEIBO")),
    click("p9", "2025-11-11T01:00:00+08:00", "ZHIHU"),
    // Of the exact organisation only, of no brand, and after the window.
    { ...click("p1", "2025-11-11T05:00:00+08:00", "BILIBILI"), sourceId: own },
    { ...click("p1", "2025-11-11T05:00:00+08:00", "BILIBILI"), brandId: 0 },
    click("p1", "2025-11-12T00:00:00+08:00", "DOUYIN"),
  ]);
  await insertTouchpoints(
    test,
    Array.from({ length: 1_001 }, (_, index) => ({
      ...click(`p${index}`, "2025-11-11T00:00:00+08:00", "JD"),
      brandId: numberOf(brands["wordy"]!),
      keyword: `word ${index}`,
    })),
  );
  // Sixty people of a campaign at noon; two more of none an hour later, and two on another platform.
  const crowd = (from: number, to: number, change: Partial<TouchpointRow>): readonly TouchpointRow[] =>
    Array.from({ length: to - from }, (_, index) => ({
      ...click(`c${from + index}`, "2025-11-10T12:00:00+08:00", "DOUYIN"),
      brandId: numberOf(brands["crowd"]!),
      ...change,
    }));
  await insertTouchpoints(test, [
    ...crowd(0, 60, { campaign: "double 11" }),
    ...crowd(60, 62, { at: "2025-11-10T13:00:00+08:00" }),
    ...crowd(62, 64, { platform: "ZHIHU", campaign: "double 11" }),
  ]);
});
afterAll(() => test.close());

const click = (person: string, at: string, platform: string): TouchpointRow => ({
  person,
  at,
  action: "CLICK",
  platform,
  brandId: numberOf(brands["haoyu"]!),
  sourceId: cloud,
});
const ask = (variables: object, secret = exact.keys.BI) =>
  test.query(secret, COUNTS, {
    brand: brands["haoyu"],
    filter: TWO_DAYS,
    grain: "DAY",
    by: ["PLATFORM"],
    ...variables,
  });
const counts = async (variables: object, secret?: string) => {
  const { data } = await ask(variables, secret);
  return data.brand.touchpointCounts;
};
/** Rows as [bucket, keys, touchpoints, people]. */
const rowsOf = (answer: {
  rows: { bucketStart: string; keys: { value: string | null }[]; touchpoints: string; people: string }[];
}) => answer.rows.map((row) => [row.bucketStart, row.keys.map(({ value }) => value), row.touchpoints, row.people]);

it("counts touchpoints and people by day of the brand's zone and by platform", async () => {
  const answer = await counts({});
  expect(rowsOf(answer)).toEqual([
    [TENTH, ["DOUYIN"], "5", "4"],
    [TENTH, ["WEIBO"], "3", "3"],
    [TENTH, ["ZHIHU"], "1", "1"],
    [ELEVENTH, ["BILIBILI"], "1", "1"],
    [ELEVENTH, ["DOUYIN"], "3", "3"],
    [ELEVENTH, ["WEIBO"], "2", "2"],
    [ELEVENTH, ["ZHIHU"], "1", "1"],
  ]);
  expect(answer).toMatchObject({ remainders: [], isAdditive: false, threshold: 1, asOf: "2025-11-19T16:00:00.000Z" });
  expect(answer.rows[0]).toMatchObject({ keys: [{ dimension: "PLATFORM", value: "DOUYIN" }], frequency: 1.25 });
});

it("counts the whole window as one bucket, each person once", async () => {
  expect(rowsOf(await counts({ grain: "WINDOW", by: [] }))).toEqual([[TENTH, [], "16", "9"]]);
  // DOUYIN saw p1 to p4, p7 and p8: reach does not add up over days.
  expect(rowsOf(await counts({ grain: "WINDOW" }))[1]).toEqual([TENTH, ["DOUYIN"], "8", "6"]);
});

it("counts by hour, by two dimensions in their order, and without a key as null", async () => {
  const filter = { ...TWO_DAYS, from: "2025-11-11T01:00:00+08:00", platforms: ["WEIBO", "ZHIHU"] };
  expect(rowsOf(await counts({ grain: "HOUR", by: ["CAMPAIGN", "PLATFORM"], filter }))).toEqual([
    ["2025-11-10T17:00:00.000Z", [null, "WEIBO"], "2", "2"],
    ["2025-11-10T17:00:00.000Z", [null, "ZHIHU"], "1", "1"],
  ]);
});

it("leaves out small cells with their keys and touchpoints, and what would give them away", async () => {
  const answer = await counts({}, careful.keys.PARTNER);
  // The 10th: ZHIHU is of 1 person; alone it would follow from the day's total, so WEIBO, the next smallest, goes too.
  // The 11th: WEIBO and ZHIHU are two cells, but of p7 and p9 only: DOUYIN goes too, and nothing of the day is left.
  expect(rowsOf(answer)).toEqual([[TENTH, ["DOUYIN"], "5", "4"]]);
  expect(answer.remainders).toEqual([
    { bucketStart: TENTH, cells: 2, touchpoints: "4" },
    { bucketStart: ELEVENTH, cells: 3, touchpoints: "6" },
  ]);
  const small = await counts({ filter: { ...TWO_DAYS, platforms: ["ZHIHU"] } }, careful.keys.BI);
  expect(small).toMatchObject({
    rows: [],
    remainders: [
      { bucketStart: TENTH, cells: 1, touchpoints: null },
      { bucketStart: ELEVENTH, cells: 1, touchpoints: null },
    ],
    threshold: 3,
  });
});

describe("by the difference of two answers that both tell enough people", () => {
  const DOUYIN = { ...TWO_DAYS, platforms: ["DOUYIN"] };
  const cases: readonly (readonly [string, object, object])[] = [
    ["a day and its hours", { filter: DOUYIN }, { filter: DOUYIN, grain: "HOUR" }],
    ["two platforms and one of them", { filter: { ...TWO_DAYS, platforms: ["DOUYIN", "ZHIHU"] } }, { filter: DOUYIN }],
    ["a window and one of its campaigns", { filter: DOUYIN }, { filter: { ...DOUYIN, campaignCode: "double 11" } }],
  ];
  const peopleOf = async ({ keys }: TestOrganisation, variables: object): Promise<readonly [string, string]> => {
    const { rows } = await counts({ brand: brands["crowd"], by: [], ...variables }, keys.BI);
    return [rows[0].people, rows[0].touchpoints];
  };

  it.each(cases)("tells two people without rounding, and none with it: %s", async (_, more, fewer) => {
    const differences = async (organisation: TestOrganisation): Promise<readonly number[]> => {
      const [larger, smaller] = [await peopleOf(organisation, more), await peopleOf(organisation, fewer)];
      return larger.map((count, index) => Number(count) - Number(smaller[index]));
    };
    expect(await differences(precise)).toEqual([2, 2]);
    expect(await differences(rounded)).toEqual([0, 0]);
  });

  it("is told how far counts are rounded, remainders and frequencies too", async () => {
    const crowd = { brand: brands["crowd"], by: [] };
    expect(await counts(crowd, rounded.keys.BI)).toMatchObject({
      rows: [{ touchpoints: "60", people: "60", frequency: 1 }],
      roundedTo: 10,
    });
    expect(await counts(crowd, precise.keys.BI)).toMatchObject({ rows: [{ people: "64" }], roundedTo: 1 });
    // The 60 of the campaign are told when it is asked for alone.
    const split = { ...crowd, filter: DOUYIN, by: ["CAMPAIGN"] };
    expect(await counts(split, precise.keys.BI)).toMatchObject({ remainders: [{ cells: 2, touchpoints: "62" }] });
    expect(await counts(split, rounded.keys.BI)).toMatchObject({ remainders: [{ cells: 2, touchpoints: "60" }] });
  });
});

it("answers a thousand rows and refuses one more, saying how to narrow", async () => {
  const wordy = { brand: brands["wordy"], by: ["KEYWORD"] };
  expect((await ask(wordy)).errors![0]).toMatchObject({
    message:
      "The answer must have at most 1000 rows, but has more; shorten the window, take a coarser grain or fewer dimensions, or filter.",
    extensions: { code: "BAD_USER_INPUT" },
  });
  const keyed = await ask({ ...wordy, filter: { ...TWO_DAYS, keyword: "word 7" } });
  expect(rowsOf(keyed.data.brand.touchpointCounts)).toEqual([[ELEVENTH, ["word 7"], "1", "1"]]);
  expect(await counts({ ...wordy, by: [] })).toMatchObject({ rows: [{ touchpoints: "1001", people: "1001" }] });
});

it("refuses a dimension twice, three dimensions and a window of more than 366 days", async () => {
  const messageOf = async (variables: object) => (await ask(variables)).errors![0]!.message;
  const tooMany = "by must have at most 2 different dimensions, but got";
  expect(await messageOf({ by: ["SITE", "SITE"] })).toContain(tooMany);
  expect(await messageOf({ by: ["SITE", "ACTION", "PLATFORM"] })).toContain(tooMany);
  expect(await messageOf({ filter: { ...TWO_DAYS, to: "2026-11-12T00:00:00+08:00" } })).toContain("at most 366 days");
});

it("is for those who read assets", async () => {
  expect((await ask({}, exact.keys.INTEGRATION)).errors![0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
});
