import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmapRows } from "../../platform/clickhouse/bitmap";
import { inTime } from "../../platform/clickhouse/client";
import { type BrandWindow, hopActions, IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";

/** People whose last touch off site lies in the hour before `until`. */
export interface LastTouched {
  readonly until: Date;
  readonly people: RoaringBitmap32;
}

export class ChaseStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** Of the window, the earliest hour first. */
  async findLastTouches(window: BrandWindow): Promise<readonly LastTouched[]> {
    const sql = `
      SELECT toUInt32(toStartOfHour(touched_at)) + 3600 AS until, groupBitmapState(ordinal)
      FROM (
        SELECT ordinal, max(occurred_at) AS touched_at
        FROM ${touchpointRelation(window.overlayId, "PRESENT")}
        WHERE ${OF_BRAND} AND action IN {actions:Array(String)} AND site = 'OFF_SITE' AND ${IN_TIME} AND ${IS_CONTACT}
        GROUP BY ordinal
      )
      GROUP BY until ORDER BY until`;
    const params = { ...windowParams(window), actions: [...hopActions.EXPOSURE] };
    const rows = await inTime(
      readBitmapRows(this.queries, "practices.findLastTouches", sql, { params, headBytes: 8, bitmaps: 1 }),
    );
    return rows.map(({ head, people }) => ({
      until: new Date(Number(head.readBigUInt64LE(0)) * 1000),
      people: people[0]!,
    }));
  }
}
