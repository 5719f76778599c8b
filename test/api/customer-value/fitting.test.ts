import { HistoryStore } from "../../../src/features/customer-value/history.store";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, ordinalOf, type TouchpointRow } from "../../support/touchpoint-rows";
import { createShop, type Shop } from "../opportunities/opportunity-setup";
import { document, NOW, noon, TODAY } from "./value-setup";

let test: TestApp;
let shop: Shop;

const keys = () => shop.organisation.keys;
const begin = async (input: object, key?: string) =>
  (await test.query(keys().AD_OPS, document("fit-customer-value-model"), { input: { asOf: TODAY, ...input }, key }))
    .data.fitCustomerValueModel;
const fitted = async (input: object) => {
  const { run, userErrors } = await begin(input);
  expect(userErrors).toEqual([]);
  await test.waitForRun(keys().AD_OPS, run.id);
  return (await test.query(keys().AD_OPS, document("customer-value-fit"), { run: run.id })).data.node;
};
const order = (person: string, at: string, value: number, brandId: number): TouchpointRow => ({
  ...{ person, at, action: "ORDER", brandId, sourceId: shop.cloudSourceId, orderId: `${person}-${at}-${value}`, value },
});

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  shop = await createShop(test);
});
afterAll(() => test.close());

it("R1: reads x, t_x, T and the mean repeat spend of lifetimes' fourteen transactions", async () => {
  const rows = [
    ...[
      ["p1", "01-01", 100],
      ["p1", "02-06", 200],
      ["p2", "01-01", 200],
      ["p3", "01-01", 300],
      ["p3", "01-02", 100],
    ],
    ...[
      ["p3", "01-05", 500],
      ["p4", "01-16", 600],
      ["p4", "02-02", 300],
      ["p4", "02-05", 300],
      ["p4", "02-05", 600],
    ],
    ...[
      ["p5", "01-16", 300],
      ["p5", "01-17", 100],
      ["p5", "01-18", 800],
      ["p6", "02-02", 500],
    ],
  ] as [string, string, number][];
  await insertTouchpoints(
    test,
    rows.map(([person, day, value]) => order(person, `2015-${day}T12:00:00+08:00`, value, shop.otherBrandId)),
  );
  const query = {
    ...{ brandId: shop.otherBrandId, currencyCode: "CNY", zone: "Asia/Shanghai", sourceIds: [shop.cloudSourceId] },
    ...{ overlayId: null, knownUntil: new Date("2015-02-08T00:00:00+08:00"), until: "2015-02-08", acquiredFrom: null },
  };
  const store = new HistoryStore(test.app.clickhouse);
  const { repeatPurchases, lastPurchase, age, people } = await store.findHistories(query);
  const histories = Array.from(people, (count, row) => [repeatPurchases[row], lastPurchase[row], age[row], count]);
  // (1,36,37) (0,0,37) (2,4,37) (2,20,22) (2,2,22) (0,0,5), in the order of the store.
  expect(histories).toEqual([
    ...[
      [0, 0, 5, 1],
      [0, 0, 37, 1],
      [1, 36, 37, 1],
      [2, 2, 22, 1],
      [2, 4, 37, 1],
      [2, 20, 22, 1],
    ],
  ]);
  const spends = await store.findSpends(query);
  // Means 2; 3, 6 and 4.5 dollars: totals of 2, 6, 9 and 12 dollars over 1, 2, 2 and 2 days.
  expect(Array.from(spends.people, (_, row) => [spends.purchases[row], spends.total[row]])).toEqual([
    ...[
      [1, 200],
      [2, 600],
      [2, 900],
      [2, 1200],
    ],
  ]);
  expect(await store.findFacts(query)).toMatchObject({ purchasesWithoutWorth: 0 });
});

describe("customers that tell nothing", () => {
  it("fails where too few bought twice", async () => {
    await insertTouchpoints(
      test,
      Array.from({ length: 300 }, (_, index) => order(`p${1000 + index}`, noon(50), 5000, shop.brandId)),
    );
    expect(await fitted({ brandId: shop.brand })).toMatchObject({
      status: "FAILED",
      failure: {
        code: "TOO_FEW_REPEATERS",
        message:
          "At least 100 customers must have bought on two days for a model to be fitted, but too few have; take a longer window, a shorter holdout or a broader brand.",
      },
      customerValueModel: null,
    });
  });

  it("fails where all repeats are of an unknown worth, or all of the same", async () => {
    const repeats = (value: number | undefined): TouchpointRow[] =>
      Array.from({ length: 150 }, (_, index) => {
        const person = `p${1000 + index}`;
        const at = noon(49 - (index % 40));
        const { value: _worth, ...row } = order(person, at, 0, shop.brandId);
        return { ...row, orderId: `${person} again`, ...(value !== undefined && { value }) };
      });
    await insertTouchpoints(test, repeats(undefined));
    const failure = (await fitted({ brandId: shop.brand })).failure;
    expect(["NO_REPEAT_PURCHASES", "NOT_IDENTIFIED"]).toContain(failure.code);
    expect(ordinalOf("p1000")).toBe(1000);
  });
});

describe("bad input", () => {
  it("names every problem of a fit at once", async () => {
    const { run, userErrors } = await begin({
      ...{ brandId: shop.brand, asOf: "2025-11-12", acquiredFrom: "2025-11-12", holdoutDays: 366 },
    });
    expect(run).toBeNull();
    expect(userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "asOf"] },
      { code: "INVALID_INPUT", field: ["input", "acquiredFrom"] },
      {
        code: "INVALID_INPUT",
        field: ["input", "holdoutDays"],
        message: "holdoutDays must be 0 to 365, but got 366; 0 holds out nothing.",
      },
    ]);
    const rival = Buffer.from(`Brand:${shop.rivalBrandId}`).toString("base64url");
    expect((await begin({ brandId: rival })).userErrors).toMatchObject([
      { code: "NOT_FOUND", field: ["input", "brandId"] },
    ]);
    expect((await begin({ brandId: "x" })).userErrors).toMatchObject([
      { code: "INVALID_ID", field: ["input", "brandId"] },
    ]);
  });

  it("begins once under one idempotency key, and knows no model of another organisation", async () => {
    const [first, second] = [await begin({ brandId: shop.brand }, "fit"), await begin({ brandId: shop.brand }, "fit")];
    expect(second.run.id).toBe(first.run.id);
    await test.waitForRun(keys().AD_OPS, first.run.id);
    const unknown = Buffer.from("CustomerValueModel:00000000-0000-7000-8000-000000000000").toString("base64url");
    const { data } = await test.query(keys().ADMIN, document("approve-customer-value-model"), { id: unknown });
    expect(data.approveCustomerValueModel).toMatchObject({
      customerValueModel: null,
      userErrors: [{ code: "NOT_FOUND", field: ["id"] }],
    });
  });
});
