import { readFileSync } from "node:fs";
import { join } from "node:path";
import { probabilityAlive, purchasesWhileAlive } from "../../../src/engines/customer-value/bg-nbd-forecast";
import { discounted } from "../../../src/engines/customer-value/discounted";
import { expectedSpend } from "../../../src/engines/customer-value/gamma-gamma";
import { newId } from "../../../src/platform/ids";
import type { TestApp } from "../../support/test-app";
import type { TouchpointRow } from "../../support/touchpoint-rows";
import type { Shop } from "../opportunities/opportunity-setup";

export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** The brand's day begins in Shanghai. */
export const NOW = new Date("2025-11-11T09:30:00+08:00");
export const TODAY = "2025-11-11";
const DAY = 86_400_000;

/** Noon of a day so many days before today. */
export const noon = (daysBefore: number): string =>
  new Date(Date.parse("2025-11-11T12:00:00+08:00") - daysBefore * DAY).toISOString();

/** Parameters that a hand can check: time in days, money in fen. */
export const PURCHASES = { unit: "DAY", r: 0.25, alpha: 30, a: 0.8, b: 2.5 } as const;
export const SPEND = { p: 6, q: 4, v: 1500 };

/** A model as a fit would publish it, with these parameters; its id as a node. */
export async function publishModel(test: TestApp, shop: Shop, version = 1): Promise<string> {
  const id = newId(new Date());
  const estimates = (names: readonly string[]) => ({
    ...{
      standardErrors: Object.fromEntries(names.map((name) => [name, 0.1])),
      logLikelihood: -1,
      people: 500,
      iterations: 9,
    },
  });
  const report = {
    method: "bg-nbd-gamma-gamma-1",
    purchases: { model: PURCHASES, ...estimates(["r", "alpha", "a", "b"]) },
    spend: { model: SPEND, ...estimates(["p", "q", "v"]) },
    ...{
      repeaters: 200,
      purchasesWithoutWorth: 0,
      frequencySpendCorrelation: 0.01,
      dataHash: "ab".repeat(32),
      holdout: null,
    },
  };
  await test.app.database.withSystem((manager) =>
    manager.query(
      `INSERT INTO customer_value_model (id, organisation_id, brand_id, version, currency_code, as_of, fitted_at, people, report)
       VALUES ($1, $2, $3, $4, 'CNY', '2025-11-01', now(), 500, $5)`,
      [id, shop.organisation.id, shop.brandId, version, JSON.stringify(report)],
    ),
  );
  return Buffer.from(`CustomerValueModel:${id}`).toString("base64url");
}

export async function approve(test: TestApp, shop: Shop, id: string): Promise<void> {
  const { data } = await test.query(shop.organisation.keys.ADMIN, document("approve-customer-value-model"), { id });
  expect(data.approveCustomerValueModel.userErrors).toEqual([]);
}

/** Scores and waits; the scorings' ids in the order of days. */
export async function score(test: TestApp, shop: Shop, input: object): Promise<void> {
  const key = shop.organisation.keys.AD_OPS;
  const { data } = await test.query(key, document("score-customer-value"), { input });
  expect(data.scoreCustomerValue.userErrors).toEqual([]);
  const run = await test.waitForRun(key, data.scoreCustomerValue.run.id);
  expect(run).toEqual({ status: "SUCCEEDED", failure: null });
}

export interface KnownCustomer {
  readonly person: string;
  /** Counted by hand from the orders beside it. */
  readonly x: number;
  readonly lastPurchase: number;
  readonly age: number;
  readonly spends: number;
  readonly total: number;
  readonly past: number;
}

/**
 * Everything about one customer in one table: its orders, and x, t_x, T, spends and worth in fen as of today, counted by hand. T runs
 * to yesterday, the last day that is observed.
 */
export function customersOf({ brandId, rivalBrandId, cloudSourceId: sourceId }: Shop): {
  readonly rows: readonly TouchpointRow[];
  readonly known: readonly KnownCustomer[];
} {
  const rows: TouchpointRow[] = [];
  const buys = (
    person: string,
    daysBefore: number,
    value: number | undefined,
    more: Partial<TouchpointRow> = {},
  ): void => {
    const orderId = `${person}-${daysBefore}-${rows.length}`;
    rows.push({
      person,
      at: noon(daysBefore),
      action: "ORDER",
      brandId,
      sourceId,
      orderId,
      ...(value !== undefined && { value }),
      ...more,
    });
  };
  const known: KnownCustomer[] = [];
  const counts = (
    person: string,
    x: number,
    lastPurchase: number,
    age: number,
    spends: number,
    total: number,
    past: number,
  ) => known.push({ person, x, lastPurchase, age, spends, total, past });

  for (const [days, value] of [
    [200, 10_000],
    [150, 8_000],
    [40, 12_000],
  ] as const)
    buys("p1", days, value);
  counts("p1", 2, 160, 199, 2, 20_000, 30_000);
  buys("p2", 300, 5_000);
  counts("p2", 0, 0, 299, 0, 0, 5_000);
  buys("p3", 10, 50_000);
  counts("p3", 0, 0, 9, 0, 0, 50_000);
  for (const [days, value] of [
    [400, 2_000],
    [390, 2_000],
    [380, 2_000],
    [20, 3_000],
  ] as const)
    buys("p4", days, value);
  counts("p4", 3, 380, 399, 3, 7_000, 3_000);
  // Two orders of one day are one purchase; the refunded one is none.
  buys("p5", 100, 1_000);
  buys("p5", 100, 1_500);
  buys("p5", 90, 4_000, { orderId: "gone" });
  rows.push({ person: "p5", at: noon(80), action: "REFUND", brandId, sourceId, orderId: "gone", value: 4_000 });
  counts("p5", 0, 0, 99, 0, 0, 2_500);
  // A purchase of an unknown worth counts as a purchase, not as spend.
  buys("p6", 60, 4_000);
  buys("p6", 30, undefined);
  counts("p6", 1, 30, 59, 0, 0, 4_000);
  buys("p7", 5, 10_000, { currency: "USD" });
  counts("p7", 0, 0, 4, 0, 0, 0);
  buys("p8", 50, 10_000, { orderId: "part" });
  rows.push({ person: "p8", at: noon(45), action: "REFUND", brandId, sourceId, orderId: "part", value: 3_000 });
  buys("p8", 20, 6_000);
  counts("p8", 1, 30, 49, 1, 6_000, 13_000);
  // Nobody: of another brand, and of today.
  buys("p9", 50, 9_000, { brandId: rivalBrandId });
  buys("p10", 0, 9_000, { at: "2025-11-11T08:00:00+08:00" });
  return { rows, known };
}

/** The customer's value in fen and chance of being alive, by the engines that the references pin. */
export function forecastOf({ x, lastPurchase, age, spends, total }: KnownCustomer, horizon = 365, annualRate = 0.1) {
  const history = { unit: "DAY", repeatPurchases: x, lastPurchase, age } as const;
  const month = 365 / 12;
  const alive = probabilityAlive(PURCHASES, history);
  const purchases =
    alive *
    discounted((length) => purchasesWhileAlive(PURCHASES, history, { unit: "DAY", length }), {
      ...{ horizon, period: month, rate: (1 + annualRate) ** (month / 365) - 1 },
    });
  return { value: Math.floor(purchases * expectedSpend(SPEND, spends, total) + 0.5), alive };
}

export const yuan = (fen: number): string => (fen / 100).toFixed(2);
