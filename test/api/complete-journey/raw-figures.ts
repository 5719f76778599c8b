import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import type { TestApp } from "../../support/test-app";

/** Complete Journey (84.51°, 2017) is no part of the repository: see `../shared/data/README.md` for its columns. */
export const FOLDER = join(__dirname, "../../../../shared/data/complete-journey");

/** Files, and those of their columns that figures are told from. */
const COLUMNS = {
  transactions:
    "household_id, store_id, basket_id, product_id, quantity, sales_value Decimal64(2), week UInt8, transaction_timestamp DateTime('America/New_York')",
  products: "product_id, manufacturer_id, product_category",
  promotions: "product_id, store_id, display_location, mailer_location, week UInt8",
  campaigns: "campaign_id, household_id",
  campaign_descriptions: "campaign_id, start_date Date, end_date Date",
  coupons: "coupon_upc, product_id, campaign_id",
  coupon_redemptions: "household_id, coupon_upc, campaign_id, redemption_date Date",
  demographics: "household_id, age",
};

const pathOf = (name: string): string => join(FOLDER, `${name}.csv.gz`);

export const hasCompleteJourney = Object.keys(COLUMNS).every((name) => existsSync(pathOf(name)));

/** What an order line must have to be a paid order. */
export const IS_ORDER = "quantity != '0' AND sales_value > 0";

/**
 * The raw files beside the product's tables, read by ClickHouse and by none of the product's readers; `raw_exposure` has a row
 * for each promotion and household that was in its store in its week and that bought of its manufacturer and category in the year.
 */
export async function loadRawFiles({ app: { clickhouse } }: TestApp, lastWeek: number): Promise<void> {
  for (const [name, columns] of Object.entries(COLUMNS)) {
    const typed = columns.split(/, (?=[a-z])/).map((column) => (column.includes(" ") ? column : `${column} String`));
    await clickhouse.command({
      query: `CREATE TABLE raw_${name} (${typed.join(", ")}) ENGINE = MergeTree ORDER BY tuple()`,
    });
    const { stream } = await clickhouse.exec({
      query: `INSERT INTO raw_${name} FORMAT CSVWithNames`,
      values: createReadStream(pathOf(name)).pipe(createGunzip()),
    });
    stream.resume();
  }
  await clickhouse.command({
    query: `
      CREATE TABLE raw_exposure ENGINE = MergeTree ORDER BY manufacturer_id AS
      SELECT household_id, manufacturer_id, toStartOfDay(first_visit) AS seen_at,
        concat('display-', display_location, '.mailer-', mailer_location) AS placement
      FROM raw_promotions AS promotion
      INNER JOIN raw_products AS product ON product.product_id = promotion.product_id
      INNER JOIN (
        SELECT household_id, store_id, week, min(transaction_timestamp) AS first_visit
        FROM raw_transactions WHERE week <= ${lastWeek} GROUP BY household_id, store_id, week
      ) AS visit ON visit.store_id = promotion.store_id AND visit.week = promotion.week
      WHERE promotion.week <= ${lastWeek} AND (household_id, manufacturer_id, product_category) IN (
        SELECT household_id, manufacturer_id, product_category FROM raw_transactions INNER JOIN raw_products USING product_id
      )`,
  });
}

export interface RawOrders {
  readonly lines: number;
  readonly zeroQuantity: number;
  readonly notPaid: number;
}

/** Lines, of a manufacturer, of paid orders and their value in cents. */
export interface RawBrand {
  readonly manufacturer: string;
  readonly lines: number;
  readonly cents: number;
}

/** Order lines' fate under the rules of the intake. */
export const rawOrders = (test: TestApp): Promise<RawOrders> =>
  one(
    test,
    `SELECT toInt32(count()) AS lines, toInt32(countIf(quantity = '0')) AS zeroQuantity,
       toInt32(countIf(quantity != '0' AND sales_value <= 0)) AS notPaid
     FROM raw_transactions`,
  );

export const rawRows = async (test: TestApp, table: "campaigns" | "coupon_redemptions" | "exposure"): Promise<number> =>
  (await one<{ rows: number }>(test, `SELECT toInt32(count()) AS rows FROM raw_${table}`)).rows;

/** Households that bought, were written to, redeemed or were where a promotion was. */
export const rawHouseholds = async (test: TestApp): Promise<number> =>
  (
    await one<{ households: number }>(
      test,
      `SELECT toInt32(uniqExact(household_id)) AS households FROM (
         SELECT household_id FROM raw_transactions WHERE ${IS_ORDER}
         UNION ALL SELECT household_id FROM raw_campaigns
         UNION ALL SELECT household_id FROM raw_coupon_redemptions
         UNION ALL SELECT household_id FROM raw_exposure
       )`,
    )
  ).households;

export const rawBrands = (test: TestApp): Promise<readonly RawBrand[]> =>
  all(
    test,
    `SELECT manufacturer_id AS manufacturer, toInt32(count()) AS lines, toInt32(sum(sales_value) * 100) AS cents
     FROM raw_transactions INNER JOIN raw_products USING product_id WHERE ${IS_ORDER}
     GROUP BY manufacturer_id ORDER BY manufacturer_id`,
  );

/** Redemptions of coupons whose products are all of one manufacturer, by it. */
export const rawRedemptions = (test: TestApp): Promise<readonly { manufacturer: string; redemptions: number }[]> =>
  all(
    test,
    `SELECT manufacturer, toInt32(count()) AS redemptions
     FROM raw_coupon_redemptions INNER JOIN (
       SELECT coupon_upc, campaign_id, any(manufacturer_id) AS manufacturer
       FROM raw_coupons LEFT JOIN raw_products USING product_id
       GROUP BY coupon_upc, campaign_id HAVING uniqExact(manufacturer_id) = 1 AND manufacturer != ''
     ) AS coupon USING (coupon_upc, campaign_id)
     GROUP BY manufacturer ORDER BY manufacturer`,
  );

/** Categories that an order line, paid or not, or a promotion of the year may name. */
export const rawCategories = async (test: TestApp): Promise<number> =>
  (
    await one<{ categories: number }>(
      test,
      `SELECT toInt32(uniqExact(product_category)) AS categories
       FROM raw_transactions INNER JOIN raw_products USING product_id WHERE product_category != 'NA'`,
    )
  ).categories;

/** The manufacturer of most exposures. */
export const rawMostPromoted = (
  test: TestApp,
): Promise<{ readonly manufacturer: string; readonly exposures: number }> =>
  one(
    test,
    `SELECT manufacturer_id AS manufacturer, toInt32(count()) AS exposures FROM raw_exposure
     GROUP BY manufacturer_id ORDER BY exposures DESC LIMIT 1`,
  );

export interface Window {
  readonly from: string;
  readonly to: string;
}

/** People of a manufacturer in the year by age band; '' where demographics know nothing of them. */
export const rawAges = (test: TestApp, manufacturer: string): Promise<readonly { age: string; people: number }[]> =>
  all(
    test,
    `SELECT age, toInt32(uniqExact(household_id)) AS people
     FROM (
       SELECT DISTINCT household_id FROM raw_transactions INNER JOIN raw_products USING product_id
       WHERE manufacturer_id = '${manufacturer}' AND ${IS_ORDER}
       UNION DISTINCT SELECT household_id FROM raw_exposure WHERE manufacturer_id = '${manufacturer}'
     ) AS household LEFT JOIN raw_demographics AS demographic USING household_id
     GROUP BY age ORDER BY age`,
  );

export async function all<Row>({ app: { clickhouse } }: TestApp, query: string): Promise<Row[]> {
  return (await clickhouse.query({ query, format: "JSONEachRow" })).json<Row>();
}

export const one = async <Row>(test: TestApp, query: string): Promise<Row> => (await all<Row>(test, query))[0]!;
