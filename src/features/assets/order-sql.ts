import type { Population } from "./population";
import { brandDay, inMarket, inScope } from "./population-sql";

/**
 * ORDER and REFUND rows before `until` that meet `where`, whatever their age: a refund may come long after its order. An
 * order is (person, brand, order id); an order touchpoint without an id is an order by itself, and no refund can name it.
 */
export const tradeRows = (population: Population, until: string, where: string): string => `
  SELECT brand_id, ordinal, action, occurred_at, value_minor, quantity,
    if(order_id = '', concat('event ', toString(source_id), ' ', toString(toDate(occurred_at)), ' ', event_id), concat('order ', order_id)) AS order_key,
    action = 'ORDER' AND ${inScope(population)} AS is_in_scope,
    action = 'ORDER' AND ${inMarket(population)} AS is_in_market
  FROM touchpoint FINAL
  WHERE ${where} AND action IN ('ORDER', 'REFUND') AND (action = 'ORDER' OR order_id != '')
    AND occurred_at < ${until} AND source_id IN {sources:Array(UInt32)}`;

/**
 * Refunds in full: by value where every row of the order tells it, else by quantity likewise, else any refund counts as full.
 * An order is net, also after a partial refund, while this does not hold.
 */
const IS_FULLY_REFUNDED = `countIf(action = 'REFUND') > 0 AND multiIf(
      countIf(value_minor IS NULL) = 0 AND sumIf(value_minor, action = 'ORDER') > 0,
        sumIf(value_minor, action = 'REFUND') >= sumIf(value_minor, action = 'ORDER'),
      countIf(quantity IS NULL) = 0 AND sumIf(quantity, action = 'ORDER') > 0,
        sumIf(quantity, action = 'REFUND') >= sumIf(quantity, action = 'ORDER'),
      true)`;

/** Net orders at each `instant` of trade rows that carry one; `rows` holds only what lies before it. */
export const netOrders = (rows: string): string => `
  SELECT brand_id, ordinal, instant, minIf(occurred_at, action = 'ORDER') AS ordered_at,
    max(is_in_scope) AS is_in_scope, max(is_in_market) AS is_in_market
  FROM (${rows})
  GROUP BY brand_id, ordinal, instant, order_key
  HAVING countIf(action = 'ORDER') > 0 AND NOT (${IS_FULLY_REFUNDED})`;

/** Reviews, shares and the like of the labelled brands that may make an advocate. */
export const advocacyRows = (population: Population, from: string, until: string): string => `
  SELECT brand_id, ordinal, action, occurred_at
  FROM touchpoint FINAL
  WHERE brand_id IN {brands:Array(UInt32)} AND ${inScope(population)}
    AND (action IN {actionsAfterOrder:Array(String)} OR (action = 'REVIEW' AND rating >= {minimumRating:UInt8}))
    AND occurred_at >= ${from} AND occurred_at < ${until} AND source_id IN {sources:Array(UInt32)}`;

/**
 * Who is ACT, and who of them ADVOCATE, at each instant: net orders of the labelled brands and advocacy before it, both as
 * (brand_id, ordinal, instant, ...). The look-backs are counted from that instant.
 */
export const buyersAtInstants = (population: Population, orders: string, advocacy: string): string => `
  SELECT brand_id, ordinal, instant,
    uniqExactIf(${brandDay(population, "at")}, is_order AND is_recent) >= {orderDays:UInt32}
      OR countIf(is_review AND is_recent) > 0
      OR (countIf(is_order AND is_recent) > 0 AND maxIf(at, is_after AND is_recent) > minIf(at, is_order AND is_recent)) AS is_advocate
  FROM (
    SELECT brand_id, ordinal, instant, ordered_at AS at, true AS is_order, false AS is_review, false AS is_after,
      at >= instant - toIntervalDay({advocateDays:UInt32}) AS is_recent
    FROM (${orders}) WHERE is_in_scope
    UNION ALL
    SELECT brand_id, ordinal, instant, occurred_at AS at, false, action = 'REVIEW', action IN {actionsAfterOrder:Array(String)},
      at >= instant - toIntervalDay({advocateDays:UInt32})
    FROM (${advocacy})
  )
  GROUP BY brand_id, ordinal, instant
  HAVING countIf(is_order AND at >= instant - toIntervalDay({actDays:UInt32})) > 0`;
