import type { DidQuery } from "../../../../src/features/audiences/leaf-query";
import { leafStatement } from "../../../../src/features/audiences/leaf-statement";

const DAY = 86_400_000;
const reading = { sourceIds: [1, 2], from: 1_000, to: 2_000, overlayId: null };
const did: DidQuery = {
  kind: "DID",
  action: "ORDER",
  atLeast: 1,
  brandIds: null,
  categoryIds: null,
  campaignCode: null,
  platforms: null,
  site: null,
  ...reading,
};
const within = (from: string, to: string): string =>
  `occurred_at >= fromUnixTimestamp64Milli({${from}:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({${to}:Int64}, 'UTC')`;
const ORDERS = "action = {action:String} AND source_id IN {sourceIds:Array(UInt32)}";
const rows = (where: string): string => `SELECT groupBitmapState(ordinal) AS people FROM touchpoint WHERE ${where}`;

it("presence is one bitmap of the matching rows", () => {
  expect(leafStatement(did)).toEqual({
    answers: "BITMAP",
    sql: `SELECT groupBitmapMergeState(people) FROM (${rows(`${ORDERS} AND ${within("from0", "to0")}`)})`,
    params: { action: "ORDER", sourceIds: [1, 2], from0: 1_000, to0: 2_000 },
  });
});

it("whole days are asked by day, and what is left of the window by instant", () => {
  const { sql, params } = leafStatement({ ...did, from: DAY - 5, to: 3 * DAY + 7 });
  const days = `${ORDERS} AND toDate(occurred_at) >= {firstDay:Date} AND toDate(occurred_at) < {endDay:Date}`;
  expect(sql).toBe(
    `SELECT groupBitmapMergeState(people) FROM (${[days, `${ORDERS} AND ${within("from0", "to0")}`, `${ORDERS} AND ${within("from1", "to1")}`].map(rows).join(" UNION ALL ")})`,
  );
  expect(params).toEqual({
    action: "ORDER",
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
  expect(leafStatement({ ...did, atLeast: 3 })).toEqual({
    answers: "ROWS",
    sql: `SELECT ordinal FROM touchpoint FINAL WHERE ${ORDERS} AND ${within("from", "to")}`,
    params: { action: "ORDER", sourceIds: [1, 2], from: 1_000, to: 2_000 },
  });
});

it("every condition that is asked stands in the order of the table", () => {
  const asked = {
    brandIds: [7],
    platforms: ["JD"],
    site: "ON_SITE",
    categoryIds: [1, 2],
    campaignCode: "618",
  } as const;
  expect(leafStatement({ ...did, ...asked, atLeast: 2 })).toEqual({
    answers: "ROWS",
    sql: `SELECT ordinal FROM touchpoint FINAL WHERE brand_id IN {brandIds:Array(UInt32)} AND action = {action:String} AND platform IN {platforms:Array(String)} AND source_id IN {sourceIds:Array(UInt32)} AND site = {site:String} AND category_id IN {categoryIds:Array(UInt32)} AND campaign = {campaignCode:String} AND ${within("from", "to")}`,
    params: { ...asked, action: "ORDER", sourceIds: [1, 2], from: 1_000, to: 2_000 },
  });
});

it("nobody is a rival of a brand without rivals: the list is asked although it is empty", () => {
  expect(leafStatement({ ...did, brandIds: [] }).params).toMatchObject({ brandIds: [] });
});

it("everybody seen is asked by window and source alone", () => {
  expect(leafStatement({ kind: "SEEN", ...reading, from: 0, to: DAY })).toEqual({
    answers: "BITMAP",
    sql: `SELECT groupBitmapMergeState(people) FROM (${rows("source_id IN {sourceIds:Array(UInt32)} AND toDate(occurred_at) >= {firstDay:Date} AND toDate(occurred_at) < {endDay:Date}")})`,
    params: { sourceIds: [1, 2], firstDay: "1970-01-01", endDay: "1970-01-02" },
  });
});
