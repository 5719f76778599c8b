import { UnpublishedValuesStore } from "../../../src/features/customer-value/unpublished-values.store";
import { ValueScoringStore } from "../../../src/features/customer-value/value-scoring.store";
import { sweepValues } from "../../../src/features/customer-value/value-sweep";
import { Mutations } from "../../../src/platform/clickhouse/mutations";
import { newId } from "../../../src/platform/ids";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { contextOf } from "../audiences/audience-services";
import { createShop, estimate, type Shop } from "../opportunities/opportunity-setup";
import {
  approve,
  customersOf,
  document,
  forecastOf,
  type KnownCustomer,
  NOW,
  publishModel,
  score,
  TODAY,
  yuan,
} from "./value-setup";

interface Told {
  readonly customers: { readonly people: string; readonly worth: object | null };
}

let test: TestApp;
let shop: Shop;
let modelId: string;
let known: readonly (KnownCustomer & { readonly value: number; readonly alive: number })[];

const keys = () => shop.organisation.keys;
const read = async (asOf = TODAY) => {
  const { data, errors } = await test.query(keys().AD_OPS, document("value-scoring"), { brand: shop.brand, asOf });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.brand;
};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** Type 7 of Hyndman & Fan 1996, written out. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}
const figuresOf = (group: typeof known) => ({
  people: String(group.length),
  worth: { amount: yuan(sum(group.map(({ value }) => value))) },
  meanWorth:
    group.length === 0 ? null : { amount: yuan(Math.floor(sum(group.map(({ value }) => value)) / group.length + 0.5)) },
  past: { amount: yuan(sum(group.map(({ past }) => past))) },
  meanAlive: group.length === 0 ? null : expect.closeTo(sum(group.map(({ alive }) => alive)) / group.length, 6),
});

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  shop = await createShop(test);
  const customers = customersOf(shop);
  await insertTouchpoints(test, customers.rows);
  known = customers.known.map((customer) => ({ ...customer, ...forecastOf(customer) }));
  modelId = await publishModel(test, shop);
});
afterAll(() => test.close());

describe("before customers are scored", () => {
  it("has no scoring, and refuses rules that ask for tiers", async () => {
    expect((await read()).valueScoring).toBeNull();
    await expect(estimate(test, shop, { valueTier: { in: ["HIGH"] } })).rejects.toThrow("NO_SCORING");
  });

  it("scores by approved models alone, which are approved once", async () => {
    const refused = await test.query(keys().AD_OPS, document("score-customer-value"), {
      input: { modelId, from: TODAY },
    });
    expect(refused.data.scoreCustomerValue).toMatchObject({
      run: null,
      userErrors: [{ code: "NOT_APPROVED", field: ["input", "modelId"] }],
    });
    const ask = (key: string) => test.query(key, document("approve-customer-value-model"), { id: modelId });
    expect((await ask(keys().AD_OPS)).errors![0]!.extensions).toMatchObject({ code: "FORBIDDEN" });
    expect((await ask(keys().ADMIN)).data.approveCustomerValueModel).toEqual({
      customerValueModel: { id: modelId, version: 1, approvedAt: NOW.toISOString(), approvedBy: { name: "ADMIN" } },
      userErrors: [],
    });
    expect((await ask(keys().ADMIN)).data.approveCustomerValueModel).toMatchObject({
      customerValueModel: null,
      userErrors: [{ code: "ALREADY_APPROVED", field: ["id"] }],
    });
  });
});

describe("a scoring", () => {
  beforeAll(() => score(test, shop, { modelId, from: TODAY }));

  it("tells every figure of customers, tiers, life and matrix", async () => {
    const { valueTierCuts, valueScoring } = await read();
    expect(valueTierCuts).toEqual({ version: 0 });
    const values = known.map(({ value }) => value);
    const high = Math.ceil(quantile(values, 0.8));
    const mid = Math.ceil(quantile(values, 1 - 0.2 - 0.3));
    const tierOf = (value: number): string => (value >= high ? "HIGH" : value >= mid ? "MID" : "LOW");
    const medians = [
      quantile(
        known.map(({ past }) => past),
        0.5,
      ),
      quantile(values, 0.5),
    ] as const;
    const quadrantOf = ({ past, value }: (typeof known)[number]): string =>
      `${past > medians[0] ? "HIGH" : "LOW"}_NOW_${value > medians[1] ? "HIGH" : "LOW"}_NEXT`;
    expect(valueScoring).toMatchObject({
      ...{ asOf: TODAY, horizonDays: 365, annualDiscountRate: 0.1, isOutdated: false, erasedPeople: "0" },
      model: { version: 1, approvedBy: { name: "ADMIN" } },
      cuts: { version: 0, shares: { high: 0.2, mid: 0.3 }, values: null, createdAt: null },
      bounds: { high: { amount: yuan(high) }, mid: { amount: yuan(mid) } },
      customers: figuresOf(known),
    });
    expect(valueScoring.tiers).toEqual(
      ["HIGH", "MID", "LOW"].map((tier) => ({
        tier,
        customers: figuresOf(known.filter(({ value }) => tierOf(value) === tier)),
      })),
    );
    expect(valueScoring.tiers.map(({ customers }: Told) => customers.people)).toEqual(["2", "2", "4"]);
    const tenth = (alive: number): number => Math.min(9, Math.floor(alive * 10));
    expect(valueScoring.alive).toEqual(
      Array.from({ length: 10 }, (_, place) => ({
        ...{ from: place / 10, to: (place + 1) / 10 },
        people: String(known.filter(({ alive }) => tenth(alive) === place).length),
      })),
    );
    expect(valueScoring.matrix).toMatchObject({
      pastMedian: { amount: yuan(Math.floor(medians[0])) },
      worthMedian: { amount: yuan(Math.floor(medians[1])) },
    });
    expect(valueScoring.matrix.quadrants).toEqual(
      ["HIGH_NOW_HIGH_NEXT", "HIGH_NOW_LOW_NEXT", "LOW_NOW_HIGH_NEXT", "LOW_NOW_LOW_NEXT"].map((quadrant) => ({
        quadrant,
        customers: figuresOf(known.filter((customer) => quadrantOf(customer) === quadrant)),
      })),
    );
    expect(valueScoring.matrix.rankCorrelation).toBeCloseTo(
      spearman(
        known.map(({ past }) => past),
        values,
      ),
      9,
    );
  });

  it("makes packs of its tiers and quadrants", async () => {
    const { valueScoring } = await read();
    for (const { tier, customers } of valueScoring.tiers)
      expect(await estimate(test, shop, { valueTier: { in: [tier] } })).toBe(customers.people);
    for (const { quadrant, customers } of valueScoring.matrix.quadrants)
      expect(await estimate(test, shop, { valueTier: { quadrants: [quadrant] } })).toBe(customers.people);
    expect(await estimate(test, shop, { valueTier: { in: ["HIGH", "MID", "LOW"] } })).toBe("8");
    expect(await estimate(test, shop, { not: { valueTier: { in: ["HIGH", "MID", "LOW"] } } })).toBe("2");
    await expect(estimate(test, shop, { valueTier: {} })).rejects.toThrow("valueTier must set in, quadrants or both");
  });

  it("cuts by values from then on, and leaves what is published", async () => {
    const before = (await read()).valueScoring;
    const set = (input: object, version: number) =>
      test.query(keys().AD_OPS, document("set-value-tier-cuts"), { input: { brandId: shop.brand, ...input }, version });
    const money = (amount: string) => ({ amount, currencyCode: "CNY" });
    const values = { high: money(yuan(known[0]!.value)), mid: money("0.01") };
    expect((await set({ values }, 0)).data.setValueTierCuts).toEqual({
      valueTierCuts: { version: 1, shares: null, values: { high: values.high, mid: { amount: "0.01" } } },
      userErrors: [],
    });
    expect((await set({ values }, 0)).data.setValueTierCuts).toMatchObject({
      valueTierCuts: null,
      userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }],
    });
    expect((await read()).valueScoring).toEqual(before);
    await score(test, shop, { modelId, from: TODAY });
    const { valueTierCuts, valueScoring } = await read();
    expect(valueTierCuts).toEqual({ version: 1 });
    expect(valueScoring.id).not.toBe(before.id);
    // A value equal to the bound belongs above it.
    const isHigh = ({ value }: (typeof known)[number]): boolean => value >= known[0]!.value;
    expect(valueScoring.tiers[0]).toEqual({ tier: "HIGH", customers: figuresOf(known.filter(isHigh)) });
    expect(valueScoring.cuts).toMatchObject({ version: 1, shares: null, createdAt: NOW.toISOString() });
    for (const [input, field] of [
      [{}, ["input"]],
      [{ shares: { high: 0.7, mid: 0.3 } }, ["input", "shares"]],
      [{ values: { high: money("1.00"), mid: money("2.00") } }, ["input", "values"]],
      [{ values: { high: { amount: "9.00", currencyCode: "USD" }, mid: money("2.00") } }, ["input", "values", "high"]],
    ] as const)
      expect((await set(input, 1)).data.setValueTierCuts.userErrors).toMatchObject([{ code: "INVALID_INPUT", field }]);
    expect((await set({ shares: { high: 0.2, mid: 0.3 } }, 1)).data.setValueTierCuts.valueTierCuts.version).toBe(2);
  });

  it("moves a budget to the better tiers and keeps its total", async () => {
    await score(test, shop, { modelId, from: TODAY });
    const { id } = (await read()).valueScoring;
    const allocate = (input: object) => test.query(keys().AD_OPS, document("tier-allocation"), { scoring: id, input });
    const multipliers = { high: 2, mid: 1, low: 0.5 };
    const money = (amount: string) => ({ amount, currencyCode: "CNY" });
    // 2, 2 and 4 people: 100.01 by head is 25.00, 25.00 and 50.01; times 2, 1 and 1/2 it is 50.00 : 25.00 : 25.005 of 100.005.
    const { data } = await allocate({ total: money("100.01"), multipliers });
    expect(data.node.tierAllocation).toEqual({
      total: money("100.01"),
      lines: [
        {
          tier: "HIGH",
          multiplier: 2,
          before: { amount: "25.00" },
          amount: { amount: "50.00" },
          effectiveMultiplier: 2,
        },
        {
          tier: "MID",
          multiplier: 1,
          before: { amount: "25.00" },
          amount: { amount: "25.00" },
          effectiveMultiplier: 1,
        },
        {
          tier: "LOW",
          multiplier: 0.5,
          before: { amount: "50.01" },
          amount: { amount: "25.01" },
          effectiveMultiplier: 2501 / 5001,
        },
      ],
    });
    const current = { high: money("0.00"), mid: money("60.00"), low: money("40.00") };
    const moved = (await allocate({ current, multipliers })).data.node.tierAllocation;
    expect(moved.lines.map(({ amount }: { amount: { amount: string } }) => amount.amount)).toEqual([
      "0.00",
      "75.00",
      "25.00",
    ]);
    expect(moved.lines[0].effectiveMultiplier).toBeNull();
    for (const [input, field] of [
      [{ multipliers }, ["input"]],
      [{ total: money("1.00"), multipliers: { high: 1, mid: 2, low: 1 } }, ["input", "multipliers"]],
      [{ total: money("-1.00"), multipliers }, ["input", "total"]],
    ] as const)
      expect((await allocate(input)).errors![0]!.extensions).toMatchObject({
        problems: [{ code: "INVALID_INPUT", field }],
      });
  });

  it("is outdated when an order comes late", async () => {
    await insertTouchpoints(test, [
      {
        person: "p1",
        at: "2025-11-10T15:00:00Z",
        action: "ORDER",
        brandId: shop.brandId,
        sourceId: shop.cloudSourceId,
        orderId: "late",
        value: 1,
      },
    ]);
    expect((await read()).valueScoring.isOutdated).toBe(true);
  });
});

describe("bad input", () => {
  it("names every problem of a scoring at once", async () => {
    const input = { modelId, from: "2025-11-12", horizonDays: 0, annualDiscountRate: 2 };
    const { data } = await test.query(keys().AD_OPS, document("score-customer-value"), { input });
    expect(data.scoreCustomerValue).toMatchObject({
      run: null,
      userErrors: [
        {
          field: ["input", "to"],
          message:
            "to must be a day that has begun in Asia/Shanghai, at most 2025-11-11, but got 2025-11-12; the days before it are what it counts.",
        },
        { field: ["input", "horizonDays"] },
        { field: ["input", "annualDiscountRate"] },
      ],
    });
  });

  it("fails a scoring of a day before anybody bought", async () => {
    const { data } = await test.query(keys().AD_OPS, document("score-customer-value"), {
      input: { modelId, from: "2020-01-01" },
    });
    expect(await test.waitForRun(keys().AD_OPS, data.scoreCustomerValue.run.id)).toMatchObject({
      status: "FAILED",
      failure: { code: "NO_CUSTOMERS" },
    });
  });

  it("withholds small tiers, and what a total would tell of them", async () => {
    const strict = await createShopOf("strict", 3);
    await insertTouchpoints(test, customersOf(strict).rows);
    const model = await publishModel(test, strict);
    await approve(test, strict, model);
    await score(test, strict, { modelId: model, from: TODAY });
    const { data } = await test.query(strict.organisation.keys.AD_OPS, document("value-scoring"), {
      brand: strict.brand,
      asOf: TODAY,
    });
    const { id, customers, tiers } = data.brand.valueScoring;
    expect(customers.people).toBe("8");
    // 2 and 2 are too few and together 4 tell nothing by subtraction.
    expect(tiers.map((tier: Told) => [tier.customers.people, tier.customers.worth === null])).toEqual([
      [null, true],
      [null, true],
      ["4", false],
    ]);
    const input = { total: { amount: "10.00", currencyCode: "CNY" }, multipliers: { high: 1, mid: 1, low: 1 } };
    const refused = await test.query(strict.organisation.keys.AD_OPS, document("tier-allocation"), {
      scoring: id,
      input,
    });
    expect(refused.errors![0]!.extensions).toMatchObject({ problems: [{ code: "SUPPRESSED" }] });
  });

  it("sweeps values of attempts that died a day ago, and no others", async () => {
    const { clickhouse, database } = test.app;
    const [dead, alive] = [newId(NOW), newId(new Date(NOW.getTime() + 1))];
    await clickhouse.command({
      query: `INSERT INTO customer_value (scoring_id, value_minor, ordinal, past_minor, alive)
        SELECT arrayJoin({ids:Array(UUID)}) AS id, 100 + number, number, 0, 0.5 FROM numbers(3)`,
      query_params: { ids: [dead, alive] },
    });
    const peopleOf = async (): Promise<ReadonlyMap<string, string>> => {
      const query = "SELECT toString(scoring_id), toString(count()) FROM customer_value GROUP BY scoring_id";
      return new Map(await (await clickhouse.query({ query, format: "JSONCompactEachRow" })).json<[string, string]>());
    };
    const before = await peopleOf();
    expect([before.get(dead), before.get(alive)]).toEqual(["3", "3"]);
    const mutations = new Mutations(test.plane);
    const sweep = sweepValues(new UnpublishedValuesStore(clickhouse, mutations), new ValueScoringStore(database));
    const at = new Date(NOW.getTime() + 86_400_000 + 1);
    await sweep.run({ ...contextOf(shop.organisation, NOW), clock: { now: () => at } });
    await mutations.close();
    expect(await peopleOf()).toEqual(new Map([...before].filter(([id]) => id !== dead)));
    expect(before.size).toBeGreaterThan(2);
  });

  it("belongs to its organisation", async () => {
    const other = await test.addOrganisation("other");
    const { id } = (await read()).valueScoring;
    for (const node of [id, modelId])
      expect(
        (await test.query(other.keys.ADMIN, "query($id: ID!) { node(id: $id) { id } }", { id: node })).data.node,
      ).toBeNull();
  });
});

/** A shop of another organisation with a brand of its own and a threshold. */
async function createShopOf(code: string, smallGroupThreshold: number): Promise<Shop> {
  const organisation = await test.addOrganisation(code, { smallGroupThreshold });
  const operator = keys().OPERATOR;
  const { brands } = await addCatalogue(test, operator, { [`${code}-goods`]: [code] }, [
    { organisationId: organisation.id, brands: [code] },
  ]);
  const source = await addSource(test, operator, `${code}-cloud`, "CLOUD");
  return {
    ...shop,
    organisation,
    brand: brands[code]!,
    brandId: numberOf(brands[code]!),
    cloudSourceId: numberOf(source),
  };
}

/** With mean ranks for ties, written out. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]): readonly number[] =>
    values.map(
      (value) => values.filter((one) => one < value).length + (values.filter((one) => one === value).length + 1) / 2,
    );
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length + 1) / 2;
  const dot = (p: readonly number[], q: readonly number[]): number =>
    sum(p.map((value, index) => (value - mean) * (q[index]! - mean)));
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
