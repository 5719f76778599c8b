import type { DidQuery } from "../../../../src/features/audiences/leaf-query";
import { leafStatement } from "../../../../src/features/audiences/leaf-statement";

const reading = { sourceIds: [1, 2], from: 1_000, to: 2_000 };
const people = { overlayId: null };
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
  ...people,
};
const WINDOW =
  "occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')\n  AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')";
const SOURCES = "source_id IN {sourceIds:Array(UInt32)}";
const ORDERS = `action IN {actions:Array(String)} AND ${SOURCES} AND exposure = 'SERVED' AND ${WINDOW}`;

it("presence is one bitmap of the matching rows", () => {
  expect(leafStatement(did)).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM touchpoint WHERE ${ORDERS}`,
    params: { actions: ["ORDER"], ...reading },
  });
});

it("at least n is one bitmap of those with so many matching rows", () => {
  expect(leafStatement({ ...did, atLeast: 3 })).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM (SELECT ordinal FROM touchpoint FINAL WHERE ${ORDERS} GROUP BY ordinal HAVING count() >= {atLeast:UInt32})`,
    params: { actions: ["ORDER"], ...reading, atLeast: 3 },
  });
});

it("worth so much is one bitmap of those whose values sum to it in the currency", () => {
  expect(leafStatement({ ...did, worth: { currencyCode: "CNY", minor: "100" } })).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM (SELECT ordinal FROM touchpoint FINAL WHERE ${ORDERS} AND currency = {worthIn:String} GROUP BY ordinal HAVING sum(value_minor) >= {minor:Int64})`,
    params: { actions: ["ORDER"], ...reading, worthIn: "CNY", minor: "100" },
  });
});

it("every condition that is asked stands in the statement, the window last", () => {
  const asked = {
    brandIds: [7],
    platforms: ["JD"],
    site: "ON_SITE",
    categoryIds: [1, 2],
    campaignCode: "618",
  } as const;
  const codes = { placementCodes: ["p"], slotCodes: ["s", "t"] };
  const value = { currencyCode: "CNY", min: "1", max: "9" };
  expect(leafStatement({ ...did, ...asked, codes, value })).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM touchpoint WHERE brand_id IN {brandIds:Array(UInt32)} AND action IN {actions:Array(String)} AND platform IN {platforms:Array(String)} AND ${SOURCES} AND site = {site:String} AND category_id IN {categoryIds:Array(UInt32)} AND campaign = {campaignCode:String} AND placement IN {placementCodes:Array(String)} AND slot IN {slotCodes:Array(String)} AND currency = {currency:String} AND value_minor >= {minValue:Int64} AND value_minor <= {maxValue:Int64} AND exposure = 'SERVED' AND ${WINDOW}`,
    params: { ...asked, ...codes, actions: ["ORDER"], currency: "CNY", minValue: "1", maxValue: "9", ...reading },
  });
});

it("nobody is a rival of a brand without rivals: the list is asked although it is empty", () => {
  expect(leafStatement({ ...did, brandIds: [] }).params).toMatchObject({ brandIds: [] });
});

it("everybody seen is asked by window and source alone", () => {
  expect(leafStatement({ kind: "SEEN", ...reading, ...people })).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM touchpoint WHERE ${SOURCES} AND ${WINDOW}`,
    params: reading,
  });
});
