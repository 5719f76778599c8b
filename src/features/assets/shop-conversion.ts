import { hopActions } from "../journeys";
import { touchpointRelation } from "../people";
import { netOrders, tradeRows } from "./order-sql";
import type { Population, Statement } from "./population";
import { inScope, populationParams } from "./population-sql";

/** Half open: `from` belongs to it, `to` does not. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Of the people who visited the brand's shop in a window, those with an order of that window that was still net at its end. */
export interface ShopConversion {
  readonly visitors: bigint;
  readonly buyers: bigint;
}

export type ShopFact = "VISITOR" | "BUYER";

const FROM = "{from:DateTime64(3, 'UTC')}";
const TO = "{to:DateTime64(3, 'UTC')}";

/** Both sets of every brand; who bought without a visit that was seen is in the second alone. */
export function shopStatement(population: Population, { from, to }: Period): Statement {
  const trade = tradeRows(population, TO, "brand_id IN {brands:Array(UInt32)}");
  const sql = `
SELECT brand_id, 'VISITOR', groupBitmapState(ordinal)
FROM ${touchpointRelation(population.overlayId, "PRESENT")}
WHERE brand_id IN {brands:Array(UInt32)} AND ${inScope(population)} AND action IN {visitActions:Array(String)}
  AND site = 'ON_SITE' AND occurred_at >= ${FROM} AND occurred_at < ${TO} AND source_id IN {sources:Array(UInt32)}
GROUP BY brand_id
UNION ALL
SELECT brand_id, 'BUYER', groupBitmapState(ordinal)
FROM (${netOrders(`SELECT *, ${TO} AS instant FROM (${trade})`)})
WHERE is_in_scope AND ordered_at >= ${FROM}
GROUP BY brand_id`;
  return { sql, params: { ...populationParams(population), visitActions: [...hopActions.VISIT], from, to } };
}
