import { joinedRelation, type OverlayId, touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";
import type { OpportunityScope } from "./opportunity-scope";

/** Whose touchpoints: the own brand's by all sources and as the organisation knows people, rivals' by the cloud's, both of them. */
export type Side = "own" | "rival";

const INSTANT = "DateTime64(3, 'UTC')";

const rowsOf = (side: Side, overlayId: OverlayId): string =>
  `${touchpointRelation(side === "own" ? overlayId : null, "COUNTED")}
    WHERE brand_id IN {${side}Brands:Array(UInt32)} AND source_id IN {${side}Sources:Array(UInt32)} AND occurred_at < {to:${INSTANT}}`;

/** Net orders placed in the window: `ordinal`, `ordered_at` and `products`. */
const netOrders = (side: Side, overlayId: OverlayId): string => `
  SELECT ordinal, minIf(occurred_at, action = 'ORDER') AS ordered_at, groupUniqArrayIf(product, action = 'ORDER') AS products
  FROM ${rowsOf(side, overlayId)} AND ${IS_TRADE}
  GROUP BY ordinal, ${ORDER_KEY}
  HAVING ${IS_NET_ORDER} AND ordered_at >= {from:${INSTANT}}`;

/** Every person with a cart or an order in the window: `carts` as (instant, product), and the last order, 1970 without one. */
const cartsAndOrders = (side: Side, overlayId: OverlayId): string => `
  SELECT ordinal, groupArrayIf((at, product), is_cart) AS carts, maxIf(at, NOT is_cart) AS ordered_at
  FROM (
    SELECT ordinal, occurred_at AS at, product, true AS is_cart
    FROM ${rowsOf(side, overlayId)} AND action = 'ADD_TO_CART' AND occurred_at >= {from:${INSTANT}}
    UNION ALL
    SELECT ordinal, ordered_at AS at, '' AS product, false AS is_cart FROM (${netOrders(side, overlayId)})
  )
  GROUP BY ordinal`;

/** Carts that no order of their side followed: `open_products`, and `opened_at` of the first of them. */
const openCarts = (side: Side, overlayId: OverlayId): string => `
  SELECT ordinal, ordered_at, length(carts) > 0 AS has_cart,
    arrayFilter(cart -> cart.1 > ordered_at, carts) AS open_carts,
    length(open_carts) > 0 AS is_open, arrayMin(arrayMap(cart -> cart.1, open_carts)) AS opened_at,
    arrayDistinct(arrayMap(cart -> cart.2, open_carts)) AS open_products, arrayDistinct(arrayMap(cart -> cart.2, carts)) AS cart_products
  FROM (${cartsAndOrders(side, overlayId)})`;

/** Rivals' carts said of the organisation's people: of several of the cloud's who are one, the first open cart counts. */
export const rivalCarts = (overlayId: OverlayId): string => `
  SELECT ordinal, max(has_cart) AS had_cart, max(is_open) AS is_cart_open, minIf(opened_at, is_open) AS cart_opened_at
  FROM ${joinedRelation(`SELECT ordinal, has_cart, is_open, opened_at FROM (${openCarts("rival", overlayId)})`, overlayId)}
  GROUP BY ordinal`;

/** Likewise the last order of a rival. */
export const rivalOrders = (overlayId: OverlayId): string => `
  SELECT ordinal, max(ordered_at) AS rival_ordered_at
  FROM ${joinedRelation(`SELECT ordinal, ordered_at FROM (${netOrders("rival", overlayId)})`, overlayId)}
  GROUP BY ordinal`;

export const ownOrders = (overlayId: OverlayId): string => netOrders("own", overlayId);
export const ownCarts = (overlayId: OverlayId): string => openCarts("own", overlayId);

export const rivalParams = ({ window, rivalBrandIds, cloudSourceIds }: OpportunityScope): Record<string, unknown> => ({
  ownBrands: [window.brandId],
  ownSources: [...window.sourceIds],
  rivalBrands: [...rivalBrandIds],
  rivalSources: [...cloudSourceIds],
  from: window.from,
  to: window.to,
});
