import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import type { ValueCount } from "../../engines/numeric/count-quantile";
import { readBitmapRows } from "../../platform/clickhouse/bitmap";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { type BrandWindow, hopActions, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import type { ReturnedPeople } from "./second-touch";
import { netOrdersSql } from "./touched-people.store";

export interface SecondTouchQuestion {
  readonly programmeCodes: readonly string[];
  /** For how many days after the return a person is followed; the window ends at least as long ago. */
  readonly withinDays: number;
}

export interface SecondTouchLags {
  /** Full hours from the return to the second touch, and to the first order. */
  readonly touch: readonly ValueCount[];
  readonly order: readonly ValueCount[];
}

const INSTANT = "DateTime64(3, 'UTC')";
const UNTIL = `({to:${INSTANT}} + toIntervalDay({withinDays:UInt16}))`;

export class SecondTouchStore {
  constructor(private readonly queries: ClickHouseClient) {}

  async findReturned(window: BrandWindow, question: SecondTouchQuestion): Promise<ReturnedPeople> {
    const sql = `
      SELECT groupBitmapState(ordinal), groupBitmapStateIf(ordinal, is_touched),
        groupBitmapStateIf(ordinal, is_converted), groupBitmapStateIf(ordinal, is_ordered)
      FROM (${outcomesSql(window)})`;
    const [row] = await inTime(
      readBitmapRows(this.queries, "practices.findReturned", sql, {
        ...{ params: paramsOf(window, question), headBytes: 0, bitmaps: 4 },
      }),
    );
    const [returned, touched, converted, ordered] =
      row?.people ?? Array.from({ length: 4 }, () => new RoaringBitmap32());
    return { returned: returned!, touched: touched!, converted: converted!, ordered: ordered! };
  }

  async findLags(window: BrandWindow, question: SecondTouchQuestion): Promise<SecondTouchLags> {
    const sql = `
      SELECT lag.1 AS kind, lag.2 AS value, toUInt32(count()) AS count
      FROM (
        SELECT arrayJoin(arrayConcat(
          if(is_touched, [('touch', toInt32(intDiv(dateDiff('second', returned_at, touched_at), 3600)))], []),
          if(is_ordered, [('order', toInt32(intDiv(dateDiff('second', returned_at, first_ordered_at), 3600)))], []))) AS lag
        FROM (${outcomesSql(window)})
      )
      GROUP BY lag`;
    const answer = this.queries.query({
      query: tagged("practices.findLags", sql),
      query_params: paramsOf(window, question),
      format: "JSONEachRow",
    });
    const rows = await inTime(
      answer.then((found) => found.json<ValueCount & { readonly kind: keyof SecondTouchLags }>()),
    );
    const of = (kind: keyof SecondTouchLags): readonly ValueCount[] => rows.filter((row) => row.kind === kind);
    return { touch: of("touch"), order: of("order") };
  }
}

/**
 * Every person who returned in the window, at the first touchpoint that names a programme: whether touched on site and ordered
 * within the days after it. Of one instant nothing follows anything.
 */
const outcomesSql = (window: BrandWindow): string => `
  SELECT ordinal, returned_at, returned_at + toIntervalDay({withinDays:UInt16}) AS until,
    arrayFilter(at -> at > returned_at AND at <= until, touches) AS second_touches,
    arrayFilter(at -> at > returned_at AND at <= until, orders) AS later_orders,
    notEmpty(second_touches) AS is_touched, arrayMin(second_touches) AS touched_at,
    notEmpty(later_orders) AS is_ordered, arrayMin(later_orders) AS first_ordered_at,
    is_touched AND arrayExists(at -> at > touched_at, later_orders) AS is_converted
  FROM (
    SELECT ordinal, minIf(at, kind = 'RETURN') AS returned_at, countIf(kind = 'RETURN') > 0 AS has_returned,
      groupArrayIf(at, kind = 'TOUCH') AS touches, groupArrayIf(at, kind = 'ORDER') AS orders
    FROM (
      SELECT ordinal, occurred_at AS at, 'RETURN' AS kind
      FROM ${touchpointRelation(window.overlayId, "PRESENT")}
      WHERE ${OF_BRAND} AND action IN {returns:Array(String)} AND programme IN {programmes:Array(String)} AND ${IS_CONTACT}
        AND source_id IN {sourceIds:Array(UInt32)} AND occurred_at >= {from:${INSTANT}} AND occurred_at < {to:${INSTANT}}
      UNION ALL
      SELECT ordinal, occurred_at AS at, 'TOUCH' AS kind
      FROM ${touchpointRelation(window.overlayId, "PRESENT")}
      WHERE ${OF_BRAND} AND action IN {touches:Array(String)} AND site = 'ON_SITE' AND ${IS_CONTACT}
        AND source_id IN {sourceIds:Array(UInt32)} AND occurred_at >= {from:${INSTANT}} AND occurred_at <= ${UNTIL}
      UNION ALL
      SELECT ordinal, ordered_at AS at, 'ORDER' AS kind FROM (${netOrdersSql(window, UNTIL)})
    )
    GROUP BY ordinal
    HAVING has_returned
  )`;

const paramsOf = (
  window: BrandWindow,
  { programmeCodes, withinDays }: SecondTouchQuestion,
): Record<string, unknown> => ({
  ...windowParams(window),
  programmes: [...programmeCodes],
  withinDays,
  returns: [...new Set([...hopActions.EXPOSURE, ...hopActions.VISIT, ...hopActions.ENGAGE])],
  touches: [...hopActions.EXPOSURE],
});
