import type { LabelTarget } from "../../../src/features/assets";
import type { AssetService } from "../../../src/features/assets/asset.service";
import { newId } from "../../../src/platform/ids";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCatalogue, assetServiceOf, ZONES } from "./asset-setup";

type Row = Omit<TouchpointRow, "person">;

const DAY = 86_400_000;
const FROM = "2025-10-12T00:00:00+08:00";
const TO = "2025-11-11T00:00:00+08:00";
/** Days after FROM, and milliseconds. */
const day = (days: number, milliseconds = 0): string =>
  new Date(Date.parse(FROM) + days * DAY + milliseconds).toISOString();

const did = (action: string, at: string, more: Partial<Row> = {}): Row => ({ action, at, ...more });
const view = (at: string): Row => did("CONTENT_VIEW", at);
const order = (at: string, orderId = "o1"): Row => did("ORDER", at, { orderId });
const refund = (at: string): Row => did("REFUND", at, { orderId: "o1" });

/** One person each, under the shipped rules: the stage at FROM, and the deepest at any instant until TO. */
const CASES: readonly (readonly [sentence: string, rows: readonly Row[], from: 1 | 2 | 3, deepest: 1 | 2 | 3 | 4])[] = [
  ["a second view exactly 15 days after the first finds it gone", [view(day(-5)), view(day(10))], 1, 1],
  ["a millisecond earlier it does not", [view(day(-5)), view(day(10, -1))], 1, 2],
  ["a touchpoint at the first instant counts", [view(day(-5)), did("SEARCH", FROM)], 1, 2],
  ["one at the last instant does not", [view(day(-5)), did("SEARCH", TO)], 1, 1],
  ["the last millisecond counts", [view(day(-5)), did("SEARCH", day(30, -1))], 1, 2],
  ["APPEAL attained and lost again was attained", [view(day(-5)), did("SEARCH", day(1))], 1, 2],

  ["an order refunded in full later was ACT for a time", [view(day(-5)), order(day(1)), refund(day(2))], 1, 3],
  ["an order refunded at the same instant never was", [view(day(-5)), order(day(1)), refund(day(1))], 1, 1],
  ["an order refunded before it came never was", [view(day(-5)), refund(day(1)), order(day(2))], 1, 1],
  ["ACT from before the window stays", [order(day(-5))], 3, 3],

  ["a second order day in the window makes an ADVOCATE", [order(day(-5)), order(day(1), "o2")], 3, 4],
  ["exactly 365 days after the first it finds that gone", [order(day(-363)), order(day(2), "o2")], 3, 3],
  ["a millisecond earlier it does not", [order(day(-363)), order(day(2, -1), "o2")], 3, 4],
  [
    "two order days of which the first was refunded in between do not",
    [view(day(-5)), order(day(1)), refund(day(2)), order(day(3), "o2")],
    1,
    3,
  ],
  ["refunded after the second, they did", [view(day(-5)), order(day(1)), order(day(3), "o2"), refund(day(4))], 1, 4],

  [
    "a share after the order makes an ADVOCATE, also when it is refunded later",
    [view(day(-5)), order(day(1)), did("SHARE", day(2)), refund(day(3))],
    1,
    4,
  ],
  ["a share after the refund does not", [view(day(-5)), order(day(1)), refund(day(2)), did("SHARE", day(3))], 1, 3],
  ["a share after the order is 365 days old does not", [order(day(-364)), did("SHARE", day(2))], 3, 3],
  ["a review of 4 in the window makes one", [order(day(-5)), did("REVIEW", day(2), { rating: 4 })], 3, 4],
  ["a review of 3 does not", [order(day(-5)), did("REVIEW", day(2), { rating: 3 })], 3, 3],
  ["an order makes one of who praised before", [did("REVIEW", day(-5), { rating: 5 }), order(day(2))], 1, 4],
];

let test: TestApp;
let assets: AssetService;
let target: LabelTarget;

beforeAll(async () => {
  test = await createTestApp();
  const { brands, categories } = await addCatalogue(test, (await test.addOrganisation("acme")).id);
  assets = assetServiceOf(test);
  target = {
    ruleSet: await assets.defaultRuleSet(),
    sourceIds: [],
    overlayId: null,
    scope: { kind: "ALL" },
    brands: [{ id: brands.tvOne, zone: ZONES.others, primaryCategoryId: categories.tv }],
  };
  const rows = CASES.flatMap(([, rows], index) =>
    rows.map((row) => ({ ...row, person: "p1", sourceId: index + 1, brandId: brands.tvOne })),
  );
  await insertTouchpoints(test, rows);
});
afterAll(() => test.close());

it.each(CASES.map(([sentence, , from, deepest], index) => ({ sentence, from, deepest, index })))(
  "$sentence",
  async ({ from, deepest, index }) => {
    const own = { ...target, sourceIds: [index + 1], labelsId: newId(new Date()) };
    await assets.labelBrands({ ...own, asOf: new Date(FROM) });
    const reach = await assets.stageReach({ ...own, from: new Date(FROM), to: new Date(TO) });
    const reached = (stage: 2 | 3 | 4): bigint => (deepest >= stage ? 1n : 0n);
    const rows = [...reach.values()][0]!.filter((row) => row.people > 0n);
    expect(rows).toEqual([{ from, people: 1n, reached: { 2: reached(2), 3: reached(3), 4: reached(4) } }]);
  },
);
