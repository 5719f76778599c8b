import type { DidQuery } from "../../../../src/features/audiences/leaf-query";
import { bitmapStatement, countStatement } from "../../../../src/features/audiences/leaf-statement";

const DAY = 86_400_000;
const reading = { sourceIds: [1, 2], from: 1_000, to: 2_000, overlayId: null };
const did: DidQuery = {
  kind: "DID",
  actions: ["ORDER"],
  atLeast: 1,
  worth: null,
  codes: {},
  keywords: null,
  aliases: null,
  value: null,
  brandIds: null,
  categoryIds: null,
  campaignCode: null,
  platforms: null,
  site: null,
  ...reading,
};
const within = (from: string, to: string): string =>
  `occurred_at >= fromUnixTimestamp64Milli({${from}:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({${to}:Int64}, 'UTC')`;
const SOURCES = "source_id IN {sourceIds:Array(UInt32)}";
const ORDERS = `action IN {actions:Array(String)} AND ${SOURCES} AND exposure = 'SERVED'`;
const rows = (where: string): string => `SELECT groupBitmapState(ordinal) AS people FROM touchpoint WHERE ${where}`;

it("presence is one bitmap of the matching rows", () => {
  expect(bitmapStatement(did)).toEqual({
    sql: `SELECT groupBitmapMergeState(people) FROM (${rows(`${ORDERS} AND ${within("from0", "to0")}`)})`,
    params: { actions: ["ORDER"], sourceIds: [1, 2], from0: 1_000, to0: 2_000 },
  });
});

it("whole days are asked by day, and what is left of the window by instant", () => {
  const { sql, params } = bitmapStatement({ ...did, from: DAY - 5, to: 3 * DAY + 7 });
  const days = `${ORDERS} AND toDate(occurred_at) >= {firstDay:Date} AND toDate(occurred_at) < {endDay:Date}`;
  expect(sql).toBe(
    `SELECT groupBitmapMergeState(people) FROM (${[days, `${ORDERS} AND ${within("from0", "to0")}`, `${ORDERS} AND ${within("from1", "to1")}`].map(rows).join(" UNION ALL ")})`,
  );
  expect(params).toEqual({
    actions: ["ORDER"],
    sourceIds: [1, 2],
    firstDay: "1970-01-02",
    endDay: "1970-01-04",
    from0: DAY - 5,
    to0: DAY,
    from1: 3 * DAY,
    to1: 3 * DAY + 7,
  });
});

it("a count is made here, of the person of each matching row, of repeated rows one", () => {
  expect(countStatement({ ...did, atLeast: 3 })).toEqual({
    sql: `SELECT ordinal FROM touchpoint FINAL WHERE ${ORDERS} AND ${within("from", "to")}`,
    params: { actions: ["ORDER"], sourceIds: [1, 2], from: 1_000, to: 2_000 },
  });
});

it("worth so much is one bitmap of those whose values sum to it in the currency", () => {
  expect(bitmapStatement({ ...did, worth: { currencyCode: "CNY", minor: "100" } })).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM (SELECT ordinal FROM touchpoint FINAL WHERE ${ORDERS} AND ${within("from", "to")} AND currency = {worthIn:String} GROUP BY ordinal HAVING sum(value_minor) >= {minor:Int64})`,
    params: { actions: ["ORDER"], sourceIds: [1, 2], from: 1_000, to: 2_000, worthIn: "CNY", minor: "100" },
  });
});

it("every condition that is asked stands in the table's order", () => {
  const asked = {
    brandIds: [7],
    platforms: ["JD"],
    site: "ON_SITE",
    categoryIds: [1, 2],
    campaignCode: "618",
  } as const;
  const codes = { placementCodes: ["p"], slotCodes: ["s", "t"] };
  const value = { currencyCode: "CNY", min: "1", max: "9" };
  expect(countStatement({ ...did, ...asked, codes, value, atLeast: 2 })).toEqual({
    sql: `SELECT ordinal FROM touchpoint FINAL WHERE brand_id IN {brandIds:Array(UInt32)} AND action IN {actions:Array(String)} AND platform IN {platforms:Array(String)} AND ${SOURCES} AND site = {site:String} AND category_id IN {categoryIds:Array(UInt32)} AND campaign = {campaignCode:String} AND placement IN {placementCodes:Array(String)} AND slot IN {slotCodes:Array(String)} AND currency = {currency:String} AND value_minor >= {minValue:Int64} AND value_minor <= {maxValue:Int64} AND exposure = 'SERVED' AND ${within("from", "to")}`,
    params: {
      ...asked,
      ...codes,
      actions: ["ORDER"],
      sourceIds: [1, 2],
      currency: "CNY",
      minValue: "1",
      maxValue: "9",
      from: 1_000,
      to: 2_000,
    },
  });
});

it("nobody is a rival of a brand without rivals", () => {
  expect(countStatement({ ...did, brandIds: [], atLeast: 2 }).params).toMatchObject({ brandIds: [] });
});

it("everybody seen is asked by window and source alone", () => {
  expect(bitmapStatement({ kind: "SEEN", ...reading, from: 0, to: DAY })).toEqual({
    sql: `SELECT groupBitmapMergeState(people) FROM (${rows(`${SOURCES} AND toDate(occurred_at) >= {firstDay:Date} AND toDate(occurred_at) < {endDay:Date}`)})`,
    params: { sourceIds: [1, 2], firstDay: "1970-01-01", endDay: "1970-01-02" },
  });
});
