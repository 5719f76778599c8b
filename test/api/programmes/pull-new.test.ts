import { numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import {
  createProgramme,
  crowd,
  documentOf,
  openProgrammeSetup,
  type ProgrammeSetup,
  programmeInput,
} from "./programme-setup";

const PULL_NEW = documentOf("pull-new");
const RANKING = documentOf("programme-ranking");
const OCTOBER = { from: "2025-10-01T00:00:00+08:00", to: "2025-11-01T00:00:00+08:00" };

let setup: ProgrammeSetup;
const ids: Record<string, string> = {};

/**
 * JINGX reaches p1 to p1000: p1 to p100 had met the brand in July and lapsed, p101 to p900 had not, p901 to p1000 visited two
 * days before. BARE reaches p2001 to p2010: p2001 to p2003 visited two days before, p2004 to p2006 are met in October for the
 * first time, the rest is reached about no brand only. SHOP reaches p3001 to p3008, of whom some order.
 */
beforeAll(async () => {
  setup = await openProgrammeSetup("2025-11-20T00:00:00+08:00");
  const { test, own, careful, brands, cloud } = setup;
  for (const code of ["JINGX", "BARE", "SHOP", "IDLE"])
    ids[code] = await createProgramme(test, own, programmeInput(brands.haoyu, { code }));
  ids["CAREFUL"] = await createProgramme(test, careful, programmeInput(brands.haoyu, { code: "BARE" }));
  await createProgramme(test, own, programmeInput(brands.tinglan, { code: "TINGLAN" }));

  const haoyu = { brandId: numberOf(brands.haoyu), sourceId: cloud };
  const seen = (programme: string, at = "2025-10-10T12:00:00+08:00") => ({
    ...haoyu,
    at,
    action: "CONTENT_VIEW",
    platform: "XIAOHONGSHU",
    site: "OFF_SITE" as const,
    programme,
  });
  const visit = (at: string) => ({ ...haoyu, at, action: "VISIT" });
  const order = (at: string, orderId: string) => ({
    ...haoyu,
    at,
    action: "ORDER",
    orderId,
    value: 10_000,
    quantity: 1,
  });
  await insertTouchpoints(test, [
    ...crowd(1, 100, visit("2025-07-01T12:00:00+08:00")),
    ...crowd(901, 1_000, visit("2025-09-29T12:00:00+08:00")),
    ...crowd(1, 1_000, seen("JINGX")),
    // The first instant of the window belongs to it, the last does not.
    ...crowd(1, 1, seen("JINGX", OCTOBER.from)),
    ...crowd(5_001, 5_001, seen("JINGX", OCTOBER.to)),
    ...crowd(2_001, 2_003, visit("2025-09-29T12:00:00+08:00")),
    ...crowd(2_004, 2_006, visit("2025-10-20T12:00:00+08:00")),
    ...crowd(2_001, 2_010, { ...seen("BARE"), brandId: 0 }),
    ...crowd(3_001, 3_008, seen("SHOP")),
    ...crowd(3_001, 3_006, order("2025-10-12T12:00:00+08:00", "o-new")),
    // Ordered 200 days before; 400 days before; 200 days before and refunded in full.
    ...crowd(3_003, 3_003, order("2025-03-15T12:00:00+08:00", "o-old")),
    ...crowd(3_004, 3_004, order("2024-08-27T12:00:00+08:00", "o-old")),
    ...crowd(3_005, 3_005, order("2025-03-15T12:00:00+08:00", "o-old")),
    ...crowd(3_005, 3_005, { ...order("2025-04-01T12:00:00+08:00", "o-old"), action: "REFUND" }),
    // Refunded in full inside the window.
    ...crowd(3_006, 3_006, { ...order("2025-10-20T12:00:00+08:00", "o-new"), action: "REFUND" }),
    // Of nobody's programme: two people three times; of another brand's programme: not unknown.
    ...crowd(4_001, 4_002, seen("TYPO")),
    ...crowd(4_001, 4_001, seen("JINGX ")),
    ...crowd(4_003, 4_009, seen("TINGLAN")),
  ]);
});
afterAll(() => setup.test.close());

const ask = (code: string, variables: object = {}, secret = setup.own.keys.BI) =>
  setup.test.query(secret, PULL_NEW, { id: ids[code], ...OCTOBER, ...variables });
const pullNew = async (code: string, definition?: string, secret?: string) =>
  (await ask(code, definition ? { definition } : {}, secret)).data.mediaProgramme.pullNew;

describe("mediaProgramme.pullNew", () => {
  it("is 90 % of 1,000 people reached, of whom 900 stood at no stage before and at A1 after", async () => {
    expect(await pullNew("JINGX")).toEqual({
      definition: "STAGE_ZERO_BEFORE",
      value: 0.9,
      numerator: "900",
      denominator: "1000",
      reached: "1000",
      // Wilson 1927 for 900 of 1,000, computed apart from this code.
      interval: { low: expect.closeTo(0.8798480368, 9), high: expect.closeTo(0.9170905564, 9) },
      isSuppressed: false,
      threshold: 1,
      window: { from: "2025-09-30T16:00:00.000Z", to: "2025-10-31T16:00:00.000Z" },
      asOf: "2025-11-19T16:00:00.000Z",
      ruleSet: { code: "DEFAULT", version: 1 },
    });
  });

  it("leaves those who never came to A1 out of the base of SHARE_OF_A1_TOUCHED", async () => {
    expect(await pullNew("BARE")).toMatchObject({ value: 0.3, numerator: "3", denominator: "10", reached: "10" });
    expect(await pullNew("BARE", "SHARE_OF_A1_TOUCHED")).toMatchObject({
      definition: "SHARE_OF_A1_TOUCHED",
      value: 0.5,
      numerator: "3",
      denominator: "6",
      reached: "10",
    });
  });

  it("asks new customers for an order in the window and none in the 365 days before", async () => {
    // New: p3001, p3002, p3004 and p3005. Not: p3003 ordered before, p3006 was refunded, p3007 and p3008 never ordered.
    expect(await pullNew("SHOP", "NO_ORDER_365D")).toMatchObject({
      definition: "NO_ORDER_365D",
      value: 0.5,
      numerator: "4",
      denominator: "8",
      ruleSet: null,
    });
  });

  it("has no value when nobody was reached", async () => {
    expect(await pullNew("IDLE")).toMatchObject({
      value: null,
      numerator: "0",
      denominator: "0",
      reached: "0",
      interval: null,
      isSuppressed: false,
    });
  });

  it("withholds what tells of fewer people than the organisation's threshold", async () => {
    // 3 new of 10: the 3 are too few, and 3 of them would follow from the other 7.
    expect(await pullNew("CAREFUL", undefined, setup.careful.keys.BI)).toMatchObject({
      value: null,
      numerator: null,
      denominator: "10",
      reached: "10",
      interval: null,
      isSuppressed: true,
      threshold: 5,
    });
    // 3 new, 3 known, 4 outside of the base: every part is too small, and so is what follows from them.
    expect(await pullNew("CAREFUL", "SHARE_OF_A1_TOUCHED", setup.careful.keys.BI)).toMatchObject({
      value: null,
      numerator: null,
      denominator: null,
      reached: "10",
    });
  });

  it("refuses a window that runs backwards or is longer than a year, and keys that read no assets", async () => {
    expect((await ask("JINGX", { to: OCTOBER.from })).errors![0]).toMatchObject({
      message: "to must lie after from (2025-09-30T16:00:00.000Z), at most 366 days, but got 2025-09-30T16:00:00.000Z.",
      extensions: { code: "BAD_USER_INPUT" },
    });
    const long = await ask("JINGX", { to: "2026-10-03T00:00:00+08:00" });
    expect(long.errors![0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
    expect((await ask("CAREFUL", { to: "2025-10-31T23:59:59+08:00" }, setup.careful.keys.BI)).errors![0]).toMatchObject(
      {
        message:
          "to must be a whole hour in Asia/Shanghai, as small groups are withheld, but got 2025-10-31T15:59:59.000Z.",
        extensions: { code: "BAD_USER_INPUT" },
      },
    );
    for (const role of ["INTEGRATION", "PARTNER"] as const)
      expect((await ask("JINGX", {}, setup.own.keys[role])).errors![0]).toMatchObject({
        extensions: { code: "FORBIDDEN" },
      });
    expect((await ask("JINGX", {}, setup.careful.keys.BI)).data).toEqual({ mediaProgramme: null });
  });
});

describe("brand.mediaProgrammeRanking", () => {
  const ranking = async (variables: object = {}, secret = setup.own.keys.BI) => {
    const { data } = await setup.test.query(secret, RANKING, { brand: setup.brands.haoyu, ...OCTOBER, ...variables });
    const { rows, ...rest } = data.brand.mediaProgrammeRanking;
    const toRow = (row: { rank: number; mediaProgramme: { code: string }; pullNew: { value: number } }) =>
      [row.rank, row.mediaProgramme.code, row.pullNew.value] as const;
    return { ...rest, rows: rows.map(toRow) };
  };

  it("puts the best first, lets equal values share a rank by code, and those without a value come last", async () => {
    // SHOP: p3001, p3002, p3006 to p3008 are met in October first; p3003 and p3005 ordered in March and p3004 in 2024. p3003 is
    // an A3 before, p3005 was refunded and p3004 is no longer in the universe: 7 of 8.
    expect(await ranking()).toEqual({
      rows: [
        [1, "JINGX", 0.9],
        [2, "SHOP", 0.875],
        [3, "BARE", 0.3],
        [null, "IDLE", null],
      ],
      compared: 4,
      unknown: { touchpoints: "3", people: "2" },
    });
    expect((await ranking({ definition: "SHARE_OF_A1_TOUCHED" })).rows[2]).toEqual([3, "BARE", 0.5]);
    // Nobody of JINGX and BARE ordered.
    expect((await ranking({ definition: "NO_ORDER_365D" })).rows).toEqual([
      [1, "SHOP", 0.5],
      [2, "BARE", 0],
      [2, "JINGX", 0],
      [null, "IDLE", null],
    ]);
  });

  it("knows the caller's own programmes only: the others' codes are unknown to it", async () => {
    // All of JINGX, SHOP, TYPO and TINGLAN in October: 1,001 + 8 + 3 + 7 touchpoints of 1,000 + 8 + 2 + 7 people.
    expect(await ranking({}, setup.careful.keys.BI)).toEqual({
      rows: [[null, "BARE", null]],
      compared: 1,
      unknown: { touchpoints: "1019", people: "1017" },
    });
  });

  it("withholds what is unknown of fewer people than the threshold", async () => {
    const few = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-02T00:00:00+08:00" };
    expect((await ranking(few, setup.careful.keys.BI)).unknown).toEqual({ touchpoints: null, people: null });
    expect((await ranking(few)).unknown).toEqual({ touchpoints: "0", people: "0" });
  });
});
