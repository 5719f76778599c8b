import { touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";
import type { Population } from "./population";
import { brandDay, inMarket, inScope } from "./population-sql";

/** ORDER and REFUND rows before `until` that meet `where`, whatever their age: a refund may come long after its order. */
export const tradeRows = (population: Population, until: string, where: string): string => `
  SELECT brand_id, ordinal, action, occurred_at, value_minor, quantity,
    ${ORDER_KEY} AS order_key,
    action = 'ORDER' AND ${inScope(population)} AS is_in_scope,
    action = 'ORDER' AND ${inMarket(population)} AS is_in_market
  FROM ${touchpointRelation(population.overlayId, "COUNTED")}
  WHERE ${where} AND ${IS_TRADE}
    AND occurred_at < ${until} AND source_id IN {sources:Array(UInt32)}`;

/** Net orders at each `instant` of trade rows that carry one; `rows` holds only what lies before it. */
export const netOrders = (rows: string): string => `
  SELECT brand_id, ordinal, instant, minIf(occurred_at, action = 'ORDER') AS ordered_at,
    max(is_in_scope) AS is_in_scope, max(is_in_market) AS is_in_market
  FROM (${rows})
  GROUP BY brand_id, ordinal, instant, order_key
  HAVING ${IS_NET_ORDER}`;

/** Reviews, shares and the like of the labelled brands that may make an advocate; how many there are does not matter. */
export const advocacyRows = (population: Population, from: string, until: string): string => `
  SELECT brand_id, ordinal, action, occurred_at
  FROM ${touchpointRelation(population.overlayId, "PRESENT")}
  WHERE brand_id IN {brands:Array(UInt32)} AND ${inScope(population)}
    AND (action IN {actionsAfterOrder:Array(String)} OR (action = 'REVIEW' AND rating >= {minimumRating:UInt8}))
    AND occurred_at >= ${from} AND occurred_at < ${until} AND source_id IN {sources:Array(UInt32)}`;

/**
 * Net orders and advocacy before an instant, as rows of one shape; both carry (brand_id, ordinal, instant). The look-backs are
 * counted from that instant.
 */
export const buyerRows = (orders: string, advocacy: string): string => `
  SELECT brand_id, ordinal, instant, ordered_at AS at, true AS is_order, false AS is_review, false AS is_after, is_in_scope, is_in_market,
    at >= instant - toIntervalDay({advocateDays:UInt32}) AS is_recent
  FROM (${orders})
  UNION ALL
  SELECT brand_id, ordinal, instant, occurred_at AS at, false, action = 'REVIEW', action IN {actionsAfterOrder:Array(String)}, true, false,
    at >= instant - toIntervalDay({advocateDays:UInt32})
  FROM (${advocacy})`;

const OWN_ORDER = "is_order AND is_in_scope";

/** Condition on the rows of one person: ACT. */
export const IS_BUYER = `countIf(${OWN_ORDER} AND at >= instant - toIntervalDay({actDays:UInt32})) > 0`;

/** Condition on the rows of one ACT person: ADVOCATE. */
export const isAdvocate = (population: Population): string => `
    uniqExactIf(${brandDay(population, "at")}, ${OWN_ORDER} AND is_recent) >= {orderDays:UInt32}
      OR countIf(is_review AND is_recent) > 0
      OR (countIf(${OWN_ORDER} AND is_recent) > 0 AND maxIf(at, is_after AND is_recent) > minIf(at, ${OWN_ORDER} AND is_recent))`;

/** Who is ACT, and who of them ADVOCATE, at each instant: by net orders of the labelled brands and advocacy before it. */
export const buyersAtInstants = (population: Population, orders: string, advocacy: string): string => `
  SELECT brand_id, ordinal, instant, ${isAdvocate(population)} AS is_advocate
  FROM (${buyerRows(orders, advocacy)})
  GROUP BY brand_id, ordinal, instant
  HAVING ${IS_BUYER}`;
