import type { DidQuery } from "../../../../src/features/audiences/leaf-query";
import { leafStatement } from "../../../../src/features/audiences/leaf-statement";

const reading = { sourceIds: [1, 2], from: 1_000, to: 2_000 };
const people = { overlayId: null };
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
  ...people,
};
const WINDOW =
  "occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC') AND source_id IN {sourceIds:Array(UInt32)}";

it("presence is one bitmap of the matching rows", () => {
  expect(leafStatement(did)).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM touchpoint WHERE action = {action:String} AND ${WINDOW}`,
    params: { action: "ORDER", ...reading },
  });
});

it("at least n is one bitmap of those with so many matching rows", () => {
  expect(leafStatement({ ...did, atLeast: 3 })).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM (SELECT ordinal FROM touchpoint FINAL WHERE action = {action:String} AND ${WINDOW} GROUP BY ordinal HAVING count() >= {atLeast:UInt32})`,
    params: { action: "ORDER", ...reading, atLeast: 3 },
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
  expect(leafStatement({ ...did, ...asked })).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM touchpoint WHERE brand_id IN {brandIds:Array(UInt32)} AND action = {action:String} AND platform IN {platforms:Array(String)} AND ${WINDOW} AND site = {site:String} AND category_id IN {categoryIds:Array(UInt32)} AND campaign = {campaignCode:String}`,
    params: { ...asked, action: "ORDER", ...reading },
  });
});

it("nobody is a rival of a brand without rivals: the list is asked although it is empty", () => {
  expect(leafStatement({ ...did, brandIds: [] }).params).toMatchObject({ brandIds: [] });
});

it("everybody seen is asked by window and source alone", () => {
  expect(leafStatement({ kind: "SEEN", ...reading, ...people })).toEqual({
    sql: `SELECT groupBitmapState(ordinal) FROM touchpoint WHERE ${WINDOW}`,
    params: reading,
  });
});
