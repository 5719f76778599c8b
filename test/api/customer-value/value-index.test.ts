import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCampaign } from "../attribution/attribution-setup";
import { createShop, type Shop } from "../opportunities/opportunity-setup";
import { approve, document, forecastOf, NOW, noon, publishModel, score, yuan } from "./value-setup";

/** People of a day's scoring and their values in fen, by person. */
type Day = ReadonlyMap<string, number>;

let test: TestApp;
let shop: Shop;

const keys = () => shop.organisation.keys;
/** The shop as attribution's fixtures know one. */
const tenant = () => ({
  ...{ organisation: shop.organisation, brandId: shop.brandId, otherBrandId: shop.otherBrandId },
  sourceId: shop.cloudSourceId,
});
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const query = async (name: string, variables: object) => {
  const { data, errors } = await test.query(keys().BI, document(name), variables);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
};

/** Ten days from 2025-11-01 to 2025-11-10; days before today: 10 to 1. */
const FIRST = "2025-11-01";
const LAST = "2025-11-10";
const day = (index: number): string => `2025-11-${String(index + 1).padStart(2, "0")}`;

/**
 * p1 to p4 bought once, 60 days before today and for 100 yuan, so that each is worth the same; p5 and p6 twice. From the 8th day on,
 * twelve newcomers of one purchase stand beside them, p11 to p22.
 */
const ORDERS: readonly (readonly [person: string, daysBefore: readonly number[]])[] = [
  ...["p1", "p2", "p3", "p4"].map((person) => [person, [60]] as const),
  ...["p5", "p6"].map((person) => [person, [60, 30]] as const),
  ...Array.from({ length: 12 }, (_, index) => [`p${index + 11}`, [4]] as const),
];

/** Everybody's value as of the day of an index, from x, t_x and T counted here. */
function valuesAt(index: number): Day {
  const asOf = 10 - index; // days before today at whose midnight the day begins
  return new Map(
    ORDERS.flatMap(([person, days]) => {
      const known = days.filter((before) => before > asOf);
      if (known.length === 0) return [];
      const [first, last] = [Math.max(...known), Math.min(...known)];
      const x = known.length - 1;
      const history = {
        person,
        x,
        lastPurchase: first - last,
        age: first - asOf - 1,
        spends: x,
        total: x * 10_000,
        past: 0,
      };
      return [[person, forecastOf(history).value] as const];
    }),
  );
}

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  shop = await createShop(test);
  const { brandId, cloudSourceId: sourceId } = shop;
  const rows = ORDERS.flatMap(([person, days]) =>
    days.map(
      (before): TouchpointRow => ({
        ...{
          person,
          at: noon(before),
          action: "ORDER",
          brandId,
          sourceId,
          orderId: `${person}-${before}`,
          value: 10_000,
        },
      }),
    ),
  );
  await insertTouchpoints(test, rows);
  const modelId = await publishModel(test, shop);
  await approve(test, shop, modelId);
  await score(test, shop, { modelId, from: FIRST, to: LAST });
});
afterAll(() => test.close());

it("tells the index of the population and of the base's customers, split into mix and level, and alerts", async () => {
  const { brand } = await query("value-index", { brand: shop.brand, from: FIRST, to: LAST });
  const { base, points, alerts } = brand.valueIndex;
  expect(base.asOf).toBe(FIRST);
  expect(points.map(({ scoring }: { scoring: { asOf: string } }) => scoring.asOf)).toEqual(
    Array.from({ length: 10 }, (_, index) => day(index)),
  );
  expect(points[0]).toMatchObject({
    population: { index: 1, mix: 0, level: 0 },
    cohort: { index: 1, mix: 0, level: 0 },
  });
  const then = [...valuesAt(0).values()];
  for (const [index, { population, cohort }] of points.entries()) {
    const now = valuesAt(index);
    const old = [...now].filter(([person]) => valuesAt(0).has(person)).map(([, value]) => value);
    expect(population.index).toBeCloseTo(mean([...now.values()]) / mean(then), 10);
    expect(cohort.index).toBeCloseTo(mean(old) / mean(then), 10);
    for (const part of [population, cohort]) expect(1 + part.mix + part.level).toBeCloseTo(part.index, 10);
  }
  // The newcomers of the 8th day on: nobody before has the value of somebody who has just bought.
  const eighth = points[7];
  const usual = mean(points.slice(0, 7).map(({ population }: { population: { index: number } }) => population.index));
  const falls = points[7].population.index < 0.95 * usual;
  expect(points.slice(0, 7).every(({ alert }: { alert: object | null }) => alert === null)).toBe(true);
  expect(eighth.alert === null).toBe(!falls);
  expect(alerts).toBe(String(points.filter(({ alert }: { alert: object | null }) => alert !== null).length));
  const strict = await query("value-index", { brand: shop.brand, from: FIRST, to: LAST, tolerance: 0.000001 });
  for (const [index, { population, alert }] of strict.brand.valueIndex.points.entries()) {
    const before = points.slice(Math.max(0, index - 7), index).map((point: typeof eighth) => point.population);
    const at = (part: "index" | "mix" | "level"): number => mean(before.map((one: typeof population) => one[part]));
    const alerting = index >= 7 && population.index < at("index") * (1 - 0.000001);
    const driver = alerting && population.mix - at("mix") < population.level - at("level") ? "MIX" : "LEVEL";
    expect(alert).toEqual(alerting ? { usual: expect.closeTo(at("index"), 10), driver } : null);
  }
});

it("has no index where no day was scored, and refuses windows that are none", async () => {
  expect(
    (await query("value-index", { brand: shop.brand, from: "2025-01-01", to: "2025-01-31" })).brand.valueIndex,
  ).toBeNull();
  for (const [input, field] of [
    [{ from: LAST, to: FIRST }, ["to"]],
    [{ from: "2024-01-01", to: "2025-01-01" }, ["to"]],
    [{ from: FIRST, to: LAST, tolerance: 0 }, ["tolerance"]],
  ] as const) {
    const { errors } = await test.query(keys().BI, document("value-index"), { brand: shop.brand, ...input });
    expect(errors![0]!.extensions).toMatchObject({ problems: [{ code: "INVALID_INPUT", field }] });
  }
});

it("tells the change of people of high value and of their mean, by the base's bound", async () => {
  const { brand } = await query("value-index", { brand: shop.brand, from: FIRST, to: LAST });
  const { points } = brand.valueIndex;
  const [since, scoring] = [points[0].scoring.id, points[9].scoring.id];
  const base = [...valuesAt(0).values()].sort((a, b) => b - a);
  // Six people: the quantile of type 7 at 0.8 is the second best value, which p5 and p6 share.
  const bound = base[1]!;
  const high = [valuesAt(0), valuesAt(9)].map((values) => [...values.values()].filter((value) => value >= bound));
  expect(high[0]).toHaveLength(2);
  const { node } = await query("high-value-change", { scoring, since });
  expect(node.highValueChange).toEqual({
    quantity: expect.closeTo(high[1]!.length / 2 - 1, 10),
    quality: high[1]!.length === 0 ? null : expect.closeTo(mean(high[1]!) / mean(high[0]!) - 1, 10),
    reason: null,
  });
  const unknown = Buffer.from("ValueScoring:00000000-0000-7000-8000-000000000000").toString("base64url");
  const { errors } = await test.query(keys().BI, document("high-value-change"), { scoring, since: unknown });
  expect(errors![0]!.extensions).toMatchObject({ problems: [{ code: "NOT_FOUND", field: ["since"] }] });
});

describe("value per acquired person", () => {
  const code = "double-eleven";
  let campaign: string;
  const read = async () => (await query("value-per-acquired", { campaign })).campaign.valuePerAcquired;

  beforeAll(async () => {
    campaign = await addCampaign(test, tenant(), {
      code,
      ...{ from: "2025-11-01T00:00:00+08:00", to: "2025-11-09T00:00:00+08:00" },
      placements: [{ name: "Splash", platform: "DOUYIN", externalIds: ["splash"], cost: "30.00" }],
    });
    const { brandId, cloudSourceId: sourceId } = shop;
    const click = (person: string, before: number): TouchpointRow => ({
      ...{ person, at: noon(before), action: "CLICK", brandId, sourceId, campaign: code, site: "OFF_SITE" },
    });
    // p11 to p13 met it before they bought, one by its placement, p14 afterwards, p15 before it began; p1 bought before.
    await insertTouchpoints(test, [
      ...[click("p11", 5), click("p12", 5), click("p14", 3), click("p15", 12), click("p1", 5)],
      { ...click("p13", 5), campaign: "", platform: "DOUYIN", placement: "splash" },
    ]);
  });

  it("sums what new customers who met the campaign are worth, against what they cost", async () => {
    const values = ["p11", "p12", "p13"].map((person) => valuesAt(9).get(person)!);
    const worth = values.reduce((sum, value) => sum + value, 0);
    expect(await read()).toEqual({
      ...{ reason: null, scoring: { asOf: LAST }, acquired: "3", scored: "3" },
      worth: { amount: yuan(worth), currencyCode: "CNY" },
      meanWorth: { amount: yuan(values[0]!) },
      // They are worth the same, so their mean has no error.
      interval: { low: { amount: yuan(values[0]!) }, high: { amount: yuan(values[0]!) } },
      ...{ cost: { amount: "30.00" }, costPerAcquired: { amount: "10.00" } },
      worthPerCost: expect.closeTo(worth / 3000, 10),
    });
  });

  it("says why it does not tell: nobody acquired, no scoring since, too few to tell", async () => {
    const early = { code: "early", from: "2025-10-01T00:00:00+08:00", to: "2025-10-05T00:00:00+08:00", placements: [] };
    campaign = await addCampaign(test, tenant(), early);
    expect(await read()).toMatchObject({ reason: "NOBODY_ACQUIRED", acquired: null, worth: null, cost: null });
    const late = { code: "late", from: "2025-11-05T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00", placements: [] };
    campaign = await addCampaign(test, tenant(), late);
    expect(await read()).toMatchObject({ reason: "NO_SCORING", scoring: { asOf: LAST }, acquired: null });
  });
});
