import { touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";
import type { CustomerQuery } from "./rfm-query";

const MILLI = (name: "from" | "to"): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;
const ORDER_IN_SCOPE = (query: CustomerQuery): string => `action = 'ORDER'${ofCategory(query, "")}`;
const REFUND_IN_SCOPE = (query: CustomerQuery): string =>
  `action = 'REFUND'${ofCategory(query, " OR category_id = 0")}`;

/**
 * Everybody who bought in the window: `recency` in whole days of 24 hours since the last net order, `frequency` in net orders, and
 * `monetary`, the mean order in minor units, null where no order's value in the currency is known. Refunds are read until the
 * window's end and lower the order they name; of an order only the lines of the category count. `cycle` is the mean gap between
 * orders in days, null of one order.
 */
export const customersSql = (query: CustomerQuery): string => `
  SELECT ordinal, toUInt32(dateDiff('second', max(ordered_at), ${MILLI("to")}) DIV 86400) AS recency,
    toUInt32(count()) AS frequency, avg(ticket) AS monetary,
    if(frequency > 1, dateDiff('second', min(ordered_at), max(ordered_at)) / 86400 / (frequency - 1), NULL) AS cycle
  FROM (
    SELECT ordinal, minIf(occurred_at, ${ORDER_IN_SCOPE(query)}) AS ordered_at,
      sumIf(amount, ${ORDER_IN_SCOPE(query)}) - coalesce(sumIf(amount, ${REFUND_IN_SCOPE(query)}), 0) AS paid,
      if(paid < 0, 0, paid) AS ticket
    FROM (
      SELECT *, if(currency IN ('', {currency:String}), value_minor, NULL) AS amount
      FROM ${touchpointRelation(query.overlayId, "COUNTED")}
      WHERE ${query.brandIds === null ? "true" : "brand_id IN {brandIds:Array(UInt32)}"} AND ${IS_TRADE}
        AND occurred_at < ${MILLI("to")} AND source_id IN {sourceIds:Array(UInt32)}
    )
    GROUP BY ordinal, ${ORDER_KEY}
    HAVING countIf(${ORDER_IN_SCOPE(query)}) > 0 AND ordered_at >= ${MILLI("from")} AND ${IS_NET_ORDER}
  )
  GROUP BY ordinal`;

const ofCategory = ({ categoryIds }: CustomerQuery, orNone: string): string =>
  categoryIds === null ? "" : ` AND (category_id IN {categoryIds:Array(UInt32)}${orNone})`;

export const customersParams = (query: CustomerQuery): Record<string, unknown> => ({
  from: query.from,
  to: query.to,
  sourceIds: [...query.sourceIds],
  currency: query.currencyCode,
  ...(query.brandIds && { brandIds: [...query.brandIds] }),
  ...(query.categoryIds && { categoryIds: [...query.categoryIds] }),
});
