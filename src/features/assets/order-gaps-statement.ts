import { netOrders, tradeRows } from "./order-sql";
import type { Population, Statement } from "./population";
import { brandDay, populationParams } from "./population-sql";
import { FROM, TO } from "./reach-statement";

/**
 * Who ordered on a new day in the window: bitmaps by the days from the last net order before the window to the first new one, in
 * the brand's zone; 0: there is no net order before it. An order on the day of that last one is no new day.
 */
export function orderGapsStatement(population: Population, from: Date, to: Date): Statement {
  const trade = `SELECT *, ${TO} AS instant FROM (${tradeRows(population, TO, "brand_id IN {brands:Array(UInt32)}")})`;
  const sql = `
SELECT brand_id, toString(if(last = 0, 0, next - last)) AS name, groupBitmapState(ordinal)
FROM (
  SELECT brand_id, ordinal, maxIf(day, NOT is_new) AS last,
    arrayMin(arrayFilter(one -> one > last, groupArrayIf(day, is_new))) AS next
  FROM (
    SELECT brand_id, ordinal, toInt32(${brandDay(population, "ordered_at")}) AS day, ordered_at >= ${FROM} AS is_new
    FROM (${netOrders(trade)}) WHERE is_in_scope
  )
  GROUP BY brand_id, ordinal
)
WHERE next > 0
GROUP BY brand_id, name`;
  return { sql, params: { ...populationParams(population), from, to } };
}
