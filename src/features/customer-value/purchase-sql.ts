import { type OverlayId, touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";

/** Whose purchases are read, as one caller may see them. */
export interface PurchaseQuery {
  readonly brandId: number;
  /** In which a purchase is worth something; orders in another one have no known worth. */
  readonly currencyCode: string;
  /** IANA zone whose days make purchases. */
  readonly zone: string;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  /** Orders and refunds before this instant are known. */
  readonly knownUntil: Date;
  /** First day that is not observed: YYYY-MM-DD. */
  readonly until: string;
  /** Only customers whose first purchase is on this day or later; null: all. */
  readonly acquiredFrom: string | null;
}

const IN_CURRENCY = "if(currency IN ('', {currency:String}), value_minor, NULL)";

/**
 * A row a person and day with a net order: `paid` in minor units less refunds, 0 where no worth above 0 is known. The days of net
 * orders are purchases: several orders of a day are one.
 */
const purchaseDaysSql = (overlayId: OverlayId): string => `
  SELECT ordinal, toDate(ordered_at, {zone:String}) AS day, sum(ticket) AS paid
  FROM (
    SELECT ordinal, minIf(occurred_at, action = 'ORDER') AS ordered_at,
      greatest(coalesce(sumIf(amount, action = 'ORDER'), 0) - coalesce(sumIf(amount, action = 'REFUND'), 0), 0) AS ticket
    FROM (
      SELECT *, ${IN_CURRENCY} AS amount
      FROM ${touchpointRelation(overlayId, "COUNTED")}
      WHERE brand_id = {brandId:UInt32} AND ${IS_TRADE}
        AND occurred_at < {knownUntil:DateTime64(3, 'UTC')} AND source_id IN {sourceIds:Array(UInt32)}
    )
    GROUP BY ordinal, ${ORDER_KEY}
    HAVING ${IS_NET_ORDER}
  )
  GROUP BY ordinal, day`;

/**
 * A row a customer, observed up to the day before `until`: x, t_x and T in days as the model has them; `spends` and `total` of repeat
 * purchases of a known worth; `past`, the worth of the 365 days before; and what came later.
 */
export const historiesSql = ({ overlayId, acquiredFrom }: PurchaseQuery): string => `
  SELECT ordinal, min(day) AS first_day,
    toUInt32(countIf(day < {until:Date}) - 1) AS repeat_purchases,
    toUInt32(maxIf(day, day < {until:Date}) - first_day) AS last_purchase,
    toUInt32({until:Date} - 1 - first_day) AS age,
    argMin(paid, day) AS first_paid,
    toUInt32(countIf(day < {until:Date} AND paid > 0) - (first_paid > 0)) AS spends,
    sumIf(paid, day < {until:Date}) - first_paid AS total,
    sumIf(paid, day < {until:Date} AND day >= {until:Date} - 365) AS past,
    toUInt32(countIf(day >= {until:Date})) AS later,
    sumIf(paid, day >= {until:Date}) AS later_paid
  FROM (${purchaseDaysSql(overlayId)})
  GROUP BY ordinal
  HAVING first_day < {until:Date}${acquiredFrom === null ? "" : " AND first_day >= {acquiredFrom:Date}"}`;

export const purchaseParams = (query: PurchaseQuery): Record<string, unknown> => ({
  brandId: query.brandId,
  currency: query.currencyCode,
  zone: query.zone,
  sourceIds: [...query.sourceIds],
  knownUntil: query.knownUntil,
  until: query.until,
  ...(query.acquiredFrom !== null && { acquiredFrom: query.acquiredFrom }),
});
