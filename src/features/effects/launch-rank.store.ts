import type { ClickHouseClient } from "@clickhouse/client";
import { readRows } from "../../platform/clickhouse/read-rows";
import { touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";
import type { ProductSales } from "./launch-rank";

/** Products of a category, and whose touchpoints of them are read. */
export interface ProductSalesQuestion {
  readonly brandIds: readonly number[];
  /** The category and those below it. */
  readonly categoryIds: readonly number[];
  readonly sourceIds: readonly number[];
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  readonly currencyCode: string;
}

const INSTANT = "DateTime64(3, 'UTC')";

/** Lines of net orders placed in the window, and of refunds of them. A line without a quantity is one piece. */
const productSql = `
SELECT brand_id AS brandId, product, toString(greatest(sum(line_value), 0)) AS value, toString(greatest(sum(line_units), 0)) AS units,
  toString(uniqExact(ordinal)) AS buyers
FROM (
  SELECT brand_id, ordinal, line.1 AS product, line.2 AS line_value, line.3 AS line_units
  FROM (
    SELECT brand_id, ordinal, minIf(occurred_at, action = 'ORDER') AS ordered_at,
      groupArrayIf((product,
        toInt64(coalesce(value_minor, 0)) * if(action = 'ORDER', 1, -1),
        if(action = 'ORDER', toInt64(coalesce(quantity, 1)), -toInt64(coalesce(quantity, 0)))),
        product != '' AND currency IN ('', {currencyCode:String})
          AND (category_id = 0 OR category_id IN {categoryIds:Array(UInt32)})) AS lines
    FROM ${touchpointRelation(null, "COUNTED")}
    WHERE brand_id IN {brandIds:Array(UInt32)} AND ${IS_TRADE}
      AND occurred_at >= {from:${INSTANT}} AND occurred_at < {asOf:${INSTANT}} AND source_id IN {sourceIds:Array(UInt32)}
    GROUP BY brand_id, ordinal, ${ORDER_KEY}
    HAVING ${IS_NET_ORDER} AND ordered_at < {to:${INSTANT}}
  )
  ARRAY JOIN lines AS line
)
GROUP BY brand_id, product`;

type Row = Readonly<Record<"value" | "units" | "buyers" | "product", string>> & { readonly brandId: number };

export class LaunchRankStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** In no order; what nobody bought is absent. Whoever the brand is granted to: only for a rank among them all. */
  async sales(question: ProductSalesQuestion): Promise<readonly ProductSales[]> {
    const rows = await readRows<Row>(this.queries, "effects.readProductSales", productSql, { ...question });
    return rows.map(({ brandId, product, value, units, buyers }) => ({
      ...{ brandId, product },
      ...{ value: BigInt(value), units: BigInt(units), buyers: BigInt(buyers) },
    }));
  }
}
