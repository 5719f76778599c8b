import type { LabelTarget } from "../../../src/features/assets";
import type { AssetService } from "../../../src/features/assets/asset.service";
import { newId } from "../../../src/platform/ids";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, ordinalOf, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCatalogue, assetServiceOf, type TestCatalogue, ZONES } from "./asset-setup";
import { readLabels } from "./read-labels";

type Row = Omit<TouchpointRow, "person">;
/** 0 to 4; null: not met. */
type Expected = 0 | 1 | 2 | 3 | 4 | null;

const AS_OF = "2025-11-11T00:00:00+08:00";
const before = (days: number, milliseconds = 0): string =>
  new Date(Date.parse(AS_OF) - days * 86_400_000 - milliseconds).toISOString();

const did = (action: string, at: string, more: Partial<Row> = {}): Row => ({ action, at, ...more });
const order = (at: string, more: Partial<Row> = {}): Row => did("ORDER", at, { orderId: "o1", ...more });
const refund = (at: string, more: Partial<Row> = {}): Row => did("REFUND", at, { orderId: "o1", ...more });

/** One person each, under the shipped rules: AWARE and APPEAL look 15 days back, ACT and ADVOCATE 365. */
const CASES: readonly (readonly [sentence: string, rows: readonly Row[], expected: Expected])[] = [
  ["a touchpoint exactly 15 days before counts", [did("IMPRESSION", before(15))], 1],
  ["one a millisecond older does not: met, but lapsed", [did("IMPRESSION", before(15, 1))], 0],
  ["a touchpoint at the instant itself does not count", [did("IMPRESSION", AS_OF)], null],
  ["whom the brand met exactly 365 days before is lapsed", [did("SEARCH", before(365))], 0],
  ["and a millisecond earlier not met", [did("SEARCH", before(365, 1))], null],

  ["one view is AWARE", [did("CONTENT_VIEW", before(3))], 1],
  ["two impressions are", [did("IMPRESSION", before(3)), did("IMPRESSION", before(2))], 1],
  ["a view and a click are APPEAL", [did("CONTENT_VIEW", before(3)), did("CLICK", before(2))], 2],
  ["not when one of them is too old", [did("CONTENT_VIEW", before(15, 1)), did("CLICK", before(2))], 1],
  ["one search is APPEAL", [did("SEARCH", before(3))], 2],
  ["a share without an order is", [did("SHARE", before(3))], 2],
  ["a review without an order is not", [did("REVIEW", before(3), { rating: 5 })], 1],

  ["an order is ACT", [order(before(200))], 3],
  ["an order exactly 365 days before is", [order(before(365))], 3],
  ["one a millisecond older is not", [order(before(365, 1)), did("CONTENT_VIEW", before(1))], 1],
  ["two lines of one order on two days are one order", [order(before(30)), order(before(28))], 3],

  [
    "orders on both sides of midnight in Shanghai are ADVOCATE",
    [order("2025-10-01T22:00:00+08:00"), order("2025-10-02T00:30:00+08:00", { orderId: "o2" })],
    4,
  ],
  [
    "orders of one day in Shanghai are ACT, though two in UTC",
    [order("2025-10-01T00:30:00+08:00"), order("2025-10-01T23:30:00+08:00", { orderId: "o2" })],
    3,
  ],
  ["orders without an id are one each", [order(before(30), { orderId: "" }), order(before(28), { orderId: "" })], 4],
  [
    "the second order refunded leaves one",
    [order(before(30)), order(before(28), { orderId: "o2" }), refund(before(27), { orderId: "o2" })],
    3,
  ],

  ["a review of 4 makes an ADVOCATE", [order(before(30)), did("REVIEW", before(20), { rating: 4 })], 4],
  ["a review of 3 does not", [order(before(30)), did("REVIEW", before(20), { rating: 3 })], 3],
  ["a review may come before the order", [order(before(30)), did("REVIEW", before(40), { rating: 5 })], 4],
  ["a share after the order makes an ADVOCATE", [order(before(30)), did("SHARE", before(20))], 4],
  ["an answer does", [order(before(30)), did("ANSWER", before(20))], 4],
  ["a share before the order does not", [order(before(30)), did("SHARE", before(40))], 3],
  ["a share at the instant of the order does not", [order(before(30)), did("SHARE", before(30))], 3],
  [
    "nor one after a refunded order but before the net one",
    [order(before(40)), refund(before(38)), did("SHARE", before(35)), order(before(30), { orderId: "o2" })],
    3,
  ],

  [
    "a refund of a part of the value leaves the order",
    [order(before(30), { value: 100 }), refund(before(20), { value: 99 })],
    3,
  ],
  [
    "refunds that reach the value do not",
    [order(before(30), { value: 100 }), refund(before(20), { value: 40 }), refund(before(19), { value: 60 })],
    0,
  ],
  [
    "the value is that of all lines",
    [order(before(30), { value: 100 }), order(before(30), { value: 50 }), refund(before(20), { value: 100 })],
    3,
  ],
  [
    "without values the quantity decides: a part",
    [order(before(30), { quantity: 3 }), refund(before(20), { quantity: 2 })],
    3,
  ],
  [
    "without values the quantity decides: all",
    [order(before(30), { value: 100, quantity: 3 }), refund(before(20), { quantity: 3 })],
    0,
  ],
  [
    "a value that some lines do not tell does not count, the quantity does",
    [
      order(before(30), { value: 100, quantity: 1 }),
      order(before(30), { quantity: 1 }),
      refund(before(20), { value: 100, quantity: 1 }),
    ],
    3,
  ],
  [
    "nor one that the refund does not tell",
    [order(before(30), { value: 100, quantity: 3 }), refund(before(20), { quantity: 2 })],
    3,
  ],
  [
    "nor a quantity that some refunds do not tell: any refund is full",
    [order(before(30), { quantity: 2 }), refund(before(20), { quantity: 1 }), refund(before(19))],
    0,
  ],
  ["with neither, any refund is full", [order(before(30), { value: 100 }), refund(before(20))], 0],
  [
    "an order of value 0 goes by its quantity",
    [order(before(30), { value: 0, quantity: 2 }), refund(before(20), { value: 0, quantity: 1 })],
    3,
  ],
  ["a refund of another order changes nothing", [order(before(30)), refund(before(20), { orderId: "o2" })], 3],
  ["a refund without an order's id changes nothing", [order(before(30)), refund(before(20), { orderId: "" })], 3],
  ["a refund at the instant itself has not happened", [order(before(30)), refund(AS_OF)], 3],
];

let test: TestApp;
let catalogue: TestCatalogue;
let assets: AssetService;
let target: LabelTarget;
/** At AS_OF, in Shanghai, by ordinal. */
let stages: ReadonlyMap<number, number>;

const personOf = (index: number): string => `p${index + 1}`;

async function stagesAt(asOf: string, brandId: number): Promise<ReadonlyMap<number, number>> {
  const labelsId = newId(new Date());
  await assets.labelBrands({ ...target, labelsId, asOf: new Date(asOf) });
  return new Map((await readLabels(test, labelsId, brandId)).map(({ ordinal, stage }) => [ordinal, stage]));
}

beforeAll(async () => {
  test = await createTestApp();
  catalogue = await addCatalogue(test, (await test.addOrganisation("acme")).id);
  assets = assetServiceOf(test);
  const { tvOne, home } = catalogue.brands;
  const { tv } = catalogue.categories;
  target = {
    ruleSet: await assets.defaultRuleSet(),
    sourceIds: [1],
    overlayId: null,
    scope: { kind: "ALL" },
    brands: [
      { id: tvOne, zone: ZONES.others, primaryCategoryId: tv },
      { id: home, zone: ZONES.home, primaryCategoryId: tv },
    ],
  };
  const rows = CASES.flatMap(([, rows], index) =>
    [tvOne, home].flatMap((brandId) => rows.map((row) => ({ ...row, person: personOf(index), brandId }))),
  );
  await insertTouchpoints(test, rows);
  stages = await stagesAt(AS_OF, tvOne);
});
afterAll(() => test.close());

it.each(CASES.map(([sentence, , expected], index) => [sentence, index, expected] as const))(
  "%s",
  (_, index, expected) => {
    expect(stages.get(ordinalOf(personOf(index))) ?? null).toBe(expected);
  },
);

it("counts order days in the brand's own zone: both pairs change sides in New York", async () => {
  const inNewYork = await stagesAt(AS_OF, catalogue.brands.home);
  const place = (words: string): number => CASES.findIndex(([sentence]) => sentence.includes(words));
  expect(inNewYork.get(ordinalOf(personOf(place("both sides of midnight"))))).toBe(3);
  expect(inNewYork.get(ordinalOf(personOf(place("one day in Shanghai"))))).toBe(4);
});

it("takes the refund into account from the next millisecond on", async () => {
  const later = await stagesAt(before(0, -1), catalogue.brands.tvOne);
  expect(stages.get(CASES.length)).toBe(3);
  expect(later.get(CASES.length)).toBe(1); // the refund itself is a touchpoint
});
