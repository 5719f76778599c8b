import type { TestApp } from "../../support/test-app";
import type { RawRow } from "./raw-rows";

/** People of one brand at one instant, told from raw rows alone. */
export interface RawFigures {
  readonly brand: string;
  readonly people: number;
  readonly lapsed: number;
  /** AWARE, APPEAL, ACT, ADVOCATE; the deepest of a person wins. */
  readonly stages: readonly [number, number, number, number];
}

/** Puts the raw rows, as they are, beside the product's tables: texts and a row number, nothing mapped. */
export async function loadRawRows(test: TestApp, rows: readonly RawRow[]): Promise<void> {
  await test.app.clickhouse.command({
    query: `CREATE TABLE jdata_raw (row_number UInt32, user_id String, sku_id String, time String, model_id String, type String, cate String, brand String)
            ENGINE = MergeTree ORDER BY (brand, user_id)`,
  });
  await test.app.clickhouse.insert({
    table: "jdata_raw",
    format: "JSONEachRow",
    values: rows.map((row, index) => ({ row_number: index, ...row })),
  });
}

/** What a raw row is told apart by: every one counts, or equal ones once. */
export type Rows = "ALL" | "DISTINCT";

const SOURCE: Readonly<Record<Rows, string>> = {
  ALL: "SELECT user_id, time, type, brand FROM jdata_raw",
  DISTINCT:
    "SELECT user_id, time, type, brand FROM (SELECT DISTINCT user_id, sku_id, time, model_id, type, cate, brand FROM jdata_raw)",
};

/**
 * Rules of version 1 over raw rows, one person of one brand at a time. Types: 1 browse, 2 into the cart, 3 out of it,
 * 4 order, 5 follow, 6 click. Times are local to Shanghai; the windows reach back from `asOf` by days of 24 hours, and
 * Shanghai keeps one offset throughout. Reviews, shares and refunds are not in the data, so ADVOCATE takes two order days.
 */
export async function rawFigures(test: TestApp, rows: Rows, asOfLocal: string): Promise<readonly RawFigures[]> {
  const answer = await test.app.clickhouse.query({
    query: `
      WITH toDateTime({asOf:String}) AS as_of,
        person AS (
          SELECT brand, user_id,
            countIf(at >= as_of - INTERVAL 15 DAY) AS recent,
            countIf(at >= as_of - INTERVAL 15 DAY AND type IN ('1', '6')) AS views,
            countIf(at >= as_of - INTERVAL 15 DAY AND type IN ('2', '5')) AS strong,
            countIf(type = '4') AS orders,
            uniqExactIf(toDate(at), type = '4') AS order_days
          FROM (SELECT brand, user_id, type, toDateTime(time) AS at FROM (${SOURCE[rows]}))
          WHERE at < as_of AND at >= as_of - INTERVAL 365 DAY
          GROUP BY brand, user_id
        )
      SELECT brand, toInt32(count()) AS people, toInt32(countIf(stage = 0)) AS lapsed,
        [toInt32(countIf(stage = 1)), toInt32(countIf(stage = 2)), toInt32(countIf(stage = 3)), toInt32(countIf(stage = 4))] AS stages
      FROM (
        SELECT brand, multiIf(order_days >= 2, 4, orders > 0, 3, views >= 2 OR strong >= 1, 2, recent > 0, 1, 0) AS stage
        FROM person
      )
      GROUP BY brand ORDER BY brand`,
    query_params: { asOf: asOfLocal },
    clickhouse_settings: { session_timezone: "Asia/Shanghai" },
    format: "JSONEachRow",
  });
  return answer.json<RawFigures>();
}
