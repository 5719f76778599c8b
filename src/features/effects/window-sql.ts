import { type BrandWindow, type FilterSql, hopActions, IN_TIME, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { type ExposureKind, IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";

const INSTANT = "DateTime64(3, 'UTC')";

/**
 * Net orders of the brand whose first touchpoint lies in the window, or from its start `until` another instant: `ordinal`, `ordered_at`, `value` in minor units net of
 * refunds, and whether a part has a value in another currency. An order without a value counts 0.
 */
export const netOrdersSql = ({ overlayId }: BrandWindow, until = `{to:${INSTANT}}`): string => `
  SELECT ordinal,
    minIf(occurred_at, action = 'ORDER') AS ordered_at,
    greatest(sumIf(coalesce(value_minor, 0), action = 'ORDER') - sumIf(coalesce(value_minor, 0), action = 'REFUND'), 0) AS value,
    countIf(value_minor IS NOT NULL AND currency NOT IN ('', {currencyCode:String})) > 0 AS is_foreign
  FROM ${touchpointRelation(overlayId, "COUNTED")}
  WHERE ${OF_BRAND} AND ${IS_TRADE} AND occurred_at < {asOf:DateTime64(3, 'UTC')} AND source_id IN {sourceIds:Array(UInt32)}
  GROUP BY ordinal, ${ORDER_KEY}
  HAVING ordered_at >= {from:DateTime64(3, 'UTC')} AND ordered_at < ${until} AND ${IS_NET_ORDER}`;

/** Touches that pass the filter: `columns` of rows, each row once. */
export const touchesSql = ({ overlayId }: BrandWindow, filter: Pick<FilterSql, "sql">, columns: string): string => `
  SELECT ${columns} FROM ${touchpointRelation(overlayId, "COUNTED")}
  WHERE ${filter.sql} AND ${IN_TIME} AND exposure IN {exposures:Array(String)} AND action IN {exposureActions:Array(String)}`;

/** Parameters of the statements above. An opportunity to see is no contact, unless it is asked for. */
export const effectParams = (
  window: BrandWindow,
  currencyCode: string,
  exposures: readonly ExposureKind[] = ["SERVED"],
): Record<string, unknown> => ({
  ...windowParams(window),
  currencyCode,
  exposures: [...exposures],
  exposureActions: [...hopActions.EXPOSURE],
});
