import type { DidQuery } from "../../../../src/features/audiences/leaf-query";
import {
  countStatement,
  presenceStatements,
  seenStatement,
  worthStatement,
} from "../../../../src/features/audiences/leaf-statement";

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
const ORDERS = `action IN {actions:Array(String)} AND ${SOURCES}`;
const rows = (where: string): string => `SELECT groupBitmapState(ordinal) AS people FROM touchpoint WHERE ${where}`;

it("presence within a month is the person of each matching row", () => {
  expect(presenceStatements(did)).toEqual({
    months: null,
    rows: {
      sql: `SELECT ordinal FROM touchpoint WHERE ${ORDERS} AND (${within("from0", "to0")})`,
      params: { actions: ["ORDER"], sourceIds: [1, 2], from0: 1_000, to0: 2_000 },
    },
  });
});

it("whole months are asked for one bitmap, and what is left of the window for rows", () => {
  const [from, to] = [31 * DAY - 5, 90 * DAY + 7]; // February and March of 1970, and a little on both sides
  const asked = { actions: ["ORDER"], sourceIds: [1, 2] };
  expect(presenceStatements({ ...did, from, to })).toEqual({
    months: {
      sql: `SELECT groupBitmapState(ordinal) FROM touchpoint WHERE ${ORDERS} AND toYYYYMM(occurred_at) IN {months:Array(UInt32)}`,
      params: { ...asked, months: [197002, 197003] },
    },
    rows: {
      sql: `SELECT ordinal FROM touchpoint WHERE ${ORDERS} AND (${within("from0", "to0")} OR ${within("from1", "to1")})`,
      params: { ...asked, from0: from, to0: 31 * DAY, from1: 90 * DAY, to1: to },
    },
  });
  expect(presenceStatements({ ...did, from: 31 * DAY, to: 90 * DAY }).rows).toBeNull();
});

it.each([{ campaignCode: "618" }, { categoryIds: [1] }, { codes: { slotCodes: ["s"] } }, { keywords: ["tv"] }])(
  "months are not kept by %o, so rows answer for the whole window",
  (more) => {
    const { months, rows } = presenceStatements({ ...did, from: 31 * DAY, to: 90 * DAY, ...more });
    expect(months).toBeNull();
    expect(rows!.params).toMatchObject({ from0: 31 * DAY, to0: 90 * DAY });
  },
);

it("a count is made here, of the person of each matching row, of repeated rows one", () => {
  expect(countStatement({ ...did, atLeast: 3 })).toEqual({
    sql: `SELECT ordinal FROM touchpoint FINAL WHERE ${ORDERS} AND ${within("from", "to")}`,
    params: { actions: ["ORDER"], sourceIds: [1, 2], from: 1_000, to: 2_000 },
  });
});

it("worth so much is one bitmap of those whose values sum to it in the currency", () => {
  expect(worthStatement(did, { currencyCode: "CNY", minor: "100" })).toEqual({
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
    sql: `SELECT ordinal FROM touchpoint FINAL WHERE brand_id IN {brandIds:Array(UInt32)} AND action IN {actions:Array(String)} AND platform IN {platforms:Array(String)} AND ${SOURCES} AND site = {site:String} AND category_id IN {categoryIds:Array(UInt32)} AND campaign = {campaignCode:String} AND placement IN {placementCodes:Array(String)} AND slot IN {slotCodes:Array(String)} AND currency = {currency:String} AND value_minor >= {minValue:Int64} AND value_minor <= {maxValue:Int64} AND ${within("from", "to")}`,
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

it("an impression counts when it was served; other actions are not asked", () => {
  expect(countStatement({ ...did, actions: ["IMPRESSION", "CLICK"] }).sql).toContain("exposure = 'SERVED'");
  expect(countStatement(did).sql).not.toContain("exposure");
});

it("nobody is a rival of a brand without rivals", () => {
  expect(countStatement({ ...did, brandIds: [], atLeast: 2 }).params).toMatchObject({ brandIds: [] });
});

it("everybody seen is one bitmap of whole days, and of what is left of the window", () => {
  const { sql, params } = seenStatement({ kind: "SEEN", ...reading, from: 0, to: DAY + 5 });
  const days = `${SOURCES} AND toDate(occurred_at) >= {firstDay:Date} AND toDate(occurred_at) < {endDay:Date}`;
  const edge = `${SOURCES} AND ${within("from0", "to0")}`;
  expect(sql).toBe(`SELECT groupBitmapMergeState(people) FROM (${[days, edge].map(rows).join(" UNION ALL ")})`);
  expect(params).toEqual({ sourceIds: [1, 2], firstDay: "1970-01-01", endDay: "1970-01-02", from0: DAY, to0: DAY + 5 });
});

it("everybody seen on platforms is asked by month and row as what they did is", () => {
  const { months, rows } = presenceStatements({ kind: "SEEN", ...reading, platforms: ["JD"], from: 0, to: 31 * DAY });
  expect([months!.params, rows]).toEqual([{ platforms: ["JD"], sourceIds: [1, 2], months: [197001] }, null]);
});
