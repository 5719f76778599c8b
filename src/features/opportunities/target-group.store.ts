import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { type OverlayId, touchpointRelation } from "../people";
import type { OpportunityScope } from "./opportunity-scope";

/** An own product that is sold, and what an order line of it is worth on average. */
export interface SoldProduct {
  readonly product: string;
  readonly meanValueMinor: number;
}

/** Products that are matched: those of most buyers. */
const MAX_PRODUCTS = 30;
const INSTANT = "DateTime64(3, 'UTC')";

const ownLines = (overlayId: OverlayId): string => `${touchpointRelation(overlayId, "COUNTED")}
  WHERE brand_id = {brandId:UInt32} AND action = 'ORDER' AND product != '' AND source_id IN {sourceIds:Array(UInt32)}
    AND category_id IN {categoryIds:Array(UInt32)} AND occurred_at >= {from:${INSTANT}} AND occurred_at < {to:${INSTANT}}`;

export class TargetGroupStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** With a known value in the brand's currency, those of most buyers first. */
  async findProducts(scope: OpportunityScope, overlayId: OverlayId): Promise<readonly SoldProduct[]> {
    const query = tagged(
      "opportunities.findProducts",
      `SELECT product, assumeNotNull(avg(value_minor)) AS meanValueMinor FROM ${ownLines(overlayId)}
         AND currency IN ('', {currency:String}) AND value_minor > 0
       GROUP BY product ORDER BY uniqExact(ordinal) DESC, product LIMIT ${MAX_PRODUCTS}`,
    );
    const asked = this.queries.query({ query, query_params: paramsOf(scope), format: "JSONEachRow" });
    return inTime(asked.then((answer) => answer.json<SoldProduct>()));
  }

  /** Buyers of each of the products, in their order. */
  async findBuyers(
    scope: OpportunityScope,
    overlayId: OverlayId,
    products: readonly SoldProduct[],
  ): Promise<readonly RoaringBitmap32[]> {
    const codes = products.map(({ product }) => product);
    return inTime(
      readBitmaps(
        this.queries,
        "opportunities.findBuyers",
        `SELECT groupBitmapState(ordinal) FROM ${ownLines(overlayId)} AND product IN {products:Array(String)}
         GROUP BY product ORDER BY indexOf({products:Array(String)}, product)`,
        { ...paramsOf(scope), products: codes },
      ),
    );
  }
}

const paramsOf = ({ window, categoryIds, currencyCode }: OpportunityScope): Record<string, unknown> => ({
  brandId: window.brandId,
  sourceIds: [...window.sourceIds],
  categoryIds: [...categoryIds],
  currency: currencyCode,
  from: window.from,
  to: window.to,
});
