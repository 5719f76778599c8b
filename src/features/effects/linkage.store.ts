import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmapRows } from "../../platform/clickhouse/bitmap";
import { readRows } from "../../platform/clickhouse/read-rows";
import type { StageRisesSql } from "../assets";
import { type BrandWindow, IN_TIME, OF_BRAND } from "../journeys";
import { touchpointRelation } from "../people";
import { effectParams, netOrdersSql } from "./window-sql";

/** People by the number of a day. */
export type PeopleByDay = ReadonlyMap<number, RoaringBitmap32>;

export interface SalesDay {
  readonly day: number;
  readonly orders: string;
  readonly value: string;
}

export interface SalesTotals {
  readonly buyers: string;
  readonly orders: string;
  readonly touchedOrders: string;
  readonly touchedBuyers: string;
  readonly untouchedBuyers: string;
  readonly foreign: string;
}

/** First touchpoints of the window that are no order: what people rose to A1 by, who stood nowhere before. */
const firstsSql = ({ overlayId }: BrandWindow): string => `
SELECT toInt32(toDate(first_at, {zone:String})) AS day, groupBitmapState(ordinal)
FROM (
  SELECT ordinal, min(occurred_at) AS first_at, countIf(action = 'ORDER') AS orders, minIf(occurred_at, action = 'ORDER') AS ordered_at
  FROM ${touchpointRelation(overlayId, "PRESENT")} WHERE ${OF_BRAND} AND ${IN_TIME}
  GROUP BY ordinal
  HAVING orders = 0 OR ordered_at > first_at
)
GROUP BY day`;

/** First rises to A2 that no rise to A3 had come before or with. */
const appealsSql = (rises: string): string => `
SELECT toInt32(toDate(fromUnixTimestamp64Milli(appealed_at, 'UTC'), {zone:String})) AS day, groupBitmapState(ordinal)
FROM (
  SELECT ordinal, minIf(at, stage >= 2) AS appealed_at, minIf(at, stage >= 3) AS acted_at
  FROM (${rises}) GROUP BY ordinal
  HAVING appealed_at > 0 AND (acted_at = 0 OR acted_at > appealed_at)
)
GROUP BY day`;

const daysSql = (orders: string): string => `
SELECT toInt32(toDate(ordered_at, {zone:String})) AS day, toString(count()) AS orders, toString(sum(value)) AS value
FROM (${orders}) GROUP BY day ORDER BY day`;

const totalsSql = ({ overlayId }: BrandWindow, orders: string): string => `
SELECT toString(uniqExact(ordinal)) AS buyers, toString(count()) AS orders, toString(countIf(is_touched)) AS touchedOrders,
  toString(uniqExactIf(ordinal, is_touched)) AS touchedBuyers, toString(uniqExactIf(ordinal, NOT is_touched)) AS untouchedBuyers,
  toString(countIf(is_foreign)) AS foreign
FROM (
  SELECT ordinal, is_foreign,
    arrayExists(at -> at < ordered_at AND at >= ordered_at - toIntervalDay({lookbackDays:UInt16}), touches) AS is_touched
  FROM (${orders}) AS net_order
  ANY LEFT JOIN (
    SELECT ordinal, groupUniqArray(occurred_at) AS touches
    FROM ${touchpointRelation(overlayId, "PRESENT")}
    WHERE ${OF_BRAND} AND exposure IN {exposures:Array(String)} AND action IN {exposureActions:Array(String)}
      AND occurred_at >= {from:DateTime64(3, 'UTC')} - toIntervalDay({lookbackDays:UInt16})
      AND occurred_at < least({to:DateTime64(3, 'UTC')}, {asOf:DateTime64(3, 'UTC')})
      AND source_id IN {sourceIds:Array(UInt32)}
    GROUP BY ordinal
  ) AS touched USING ordinal
)`;

export class LinkageStore {
  constructor(private readonly queries: ClickHouseClient) {}

  firstTouches(window: BrandWindow): Promise<PeopleByDay> {
    return this.byDay("effects.readFirstTouches", firstsSql(window), {
      ...effectParams(window, ""),
      zone: window.zone,
    });
  }

  appeals(window: BrandWindow, { rises, params }: StageRisesSql): Promise<PeopleByDay> {
    return this.byDay("effects.readAppeals", appealsSql(rises), { ...params, zone: window.zone });
  }

  salesDays(window: BrandWindow, currencyCode: string): Promise<readonly SalesDay[]> {
    const params = { ...effectParams(window, currencyCode), zone: window.zone };
    return readRows<SalesDay>(this.queries, "effects.readSalesDays", daysSql(netOrdersSql(window)), params);
  }

  async salesTotals(
    window: BrandWindow,
    { currencyCode, lookbackDays }: { readonly currencyCode: string; readonly lookbackDays: number },
  ): Promise<SalesTotals> {
    const params = { ...effectParams(window, currencyCode), lookbackDays };
    const sql = totalsSql(window, netOrdersSql(window));
    const [row] = await readRows<SalesTotals>(this.queries, "effects.readSalesTotals", sql, params);
    return row!;
  }

  private async byDay(place: string, sql: string, params: Record<string, unknown>): Promise<PeopleByDay> {
    const rows = await readBitmapRows(this.queries, place, sql, { params, headBytes: 4, bitmaps: 1 });
    return new Map(rows.map(({ head, people }) => [head.readInt32LE(0), people[0]!]));
  }
}
