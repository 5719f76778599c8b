import { type SalesRow, SalesStore } from "../../../src/features/market/sales.store";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { addCatalogue, assetServiceOf, type TestCatalogue } from "../assets/asset-setup";
import type { Cloud } from "../assets/label-reference";
import { CLOUD_START, randomCloud } from "../assets/random-cloud";
import { salesOf } from "./sales-reference";

const DAY = 86_400_000;
const SEEDS = Array.from({ length: 8 }, (_, index) => 501 + index);
/** Brings some touchpoints of the cloud to the very start of 2025 in Shanghai. */
const SHIFT = Date.parse("2024-12-31T12:00:00Z") - (CLOUD_START + 15 * DAY);
const FROM = CLOUD_START + SHIFT + 10 * DAY;
const TO = CLOUD_START + SHIFT + 50 * DAY;

let test: TestApp;
let catalogue: TestCatalogue;
let clouds: ReadonlyMap<number, Cloud>;

beforeAll(async () => {
  test = await createTestApp();
  catalogue = await addCatalogue(test, (await test.addOrganisation("acme")).id);
  const { definition } = await assetServiceOf(test).defaultRuleSet();
  clouds = new Map(
    SEEDS.map((seed) => {
      const cloud = randomCloud(seed, catalogue, definition);
      const rows = cloud.rows.map((row) => ({ ...row, at: new Date(Date.parse(row.at) + SHIFT).toISOString() }));
      return [seed, { ...cloud, rows }];
    }),
  );
  for (const cloud of clouds.values()) await insertTouchpoints(test, cloud.rows);
});
afterAll(() => test.close());

/** Of brand 0 only the buyers mean anything. */
const comparable = (rows: readonly SalesRow[]): readonly object[] =>
  rows
    .map((row) => (row.brandId === 0 ? { brandId: 0, year: row.year, buyers: row.buyers } : row))
    .sort((a, b) => a.year - b.year || a.brandId - b.brandId);

const found: SalesRow[] = [];

it.each(SEEDS)("sums what every brand sold as the slow reference does (seed %i)", async (seed) => {
  const cloud = clouds.get(seed)!;
  for (const categoryId of Object.values(catalogue.categories)) {
    for (const firstYear of [2024, 2025]) {
      const sellers = cloud.sellersIn.get(categoryId)!;
      const rows = await new SalesStore(test.app.clickhouse).read({
        brands: cloud.brands.filter(({ id }) => sellers.includes(id)),
        categoryIds: cloud.treeOf.get(categoryId)!,
        sourceIds: [seed],
        from: new Date(FROM),
        to: new Date(TO),
        firstYear,
      });
      expect(comparable(rows)).toEqual(comparable(salesOf(cloud, { categoryId, from: FROM, to: TO, firstYear })));
      found.push(...rows);
    }
  }
});

it("met repeated orders, refunds in part, orders without a value and both years, so that the comparison could fail", () => {
  expect(new Set(found.map(({ year }) => year))).toEqual(new Set([0, 2024, 2025]));
  expect(found.some(({ repeatBuyers, buyers }) => repeatBuyers > 0n && repeatBuyers < buyers)).toBe(true);
  expect(found.some(({ ordersWithoutValue, orders }) => ordersWithoutValue > 0n && ordersWithoutValue < orders)).toBe(
    true,
  );
  expect(new Set(found.map(({ gmvMinor }) => gmvMinor)).size).toBeGreaterThan(5);
});
