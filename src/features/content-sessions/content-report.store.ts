import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmapRows } from "../../platform/clickhouse/bitmap";
import { readRows } from "../../platform/clickhouse/read-rows";
import { effectParams, netOrdersSql } from "../effects";
import { type BrandWindow, IN_TIME, IS_CONTACT } from "../journeys";
import { touchpointRelation } from "../people";
import { rowsLiteral } from "../search-trends";
import { LONGEST_VIEW_SECONDS, type SessionOrders, type SessionViews } from "./content-report";
import type { ContentSession } from "./content-session";

/** Sessions with their place from 1; instants in milliseconds. */
const sessionsSql = (sessions: readonly ContentSession[]): string => {
  const rows = sessions.map(({ platform, contentCode, startsAt, endsAt }, place) => [
    ...[place + 1, platform, contentCode],
    ...[String(startsAt.getTime()), String(endsAt.getTime())],
  ]);
  const parsed = rowsLiteral("Tuple(UInt32, String, String, Int64, Int64)", rows);
  return `SELECT row.1 AS place, row.2 AS platform, row.3 AS content, row.4 AS starts, row.5 AS ends FROM (SELECT arrayJoin(${parsed}) AS row)`;
};

/** Views while a session runs, each once: of sessions of one room at one time the one that began last. */
const viewsSql = ({ overlayId }: BrandWindow, sessions: readonly ContentSession[]): string => `
SELECT ordinal, at, any(seconds) AS seconds, argMax(place, (starts, place)) AS place
FROM (
  SELECT ordinal, source_id, event_id, toUnixTimestamp64Milli(occurred_at) AS at, duration_seconds AS seconds,
    toString(platform) AS platform, content
  FROM ${touchpointRelation(overlayId, "COUNTED")}
  WHERE brand_id IN ({brandId:UInt32}, 0) AND ${IN_TIME} AND ${IS_CONTACT} AND action IN ('LIVE_VIEW', 'CONTENT_VIEW') AND content != ''
) AS seen
INNER JOIN (${sessionsSql(sessions)}) AS session USING (platform, content)
WHERE at >= starts AND at < ends
GROUP BY ordinal, at, source_id, event_id`;

const viewersSql = (views: string): string => `
SELECT toUInt32(place), toUInt64(count()), toUInt64(countIf(seconds > ${LONGEST_VIEW_SECONDS})),
  toUInt64(sum(least(seconds, ${LONGEST_VIEW_SECONDS}))), groupBitmapState(ordinal), groupBitmapStateIf(ordinal, seconds > 0)
FROM (${views}) GROUP BY place`;

/** Each net order by the session that its person viewed last before it; 0: none within the hours. */
const ordersSql = (views: string, orders: string): string => `
SELECT toUInt32(tupleElement(last, 2)) AS place, toUInt64(count()), toUInt64(sum(value)), groupBitmapState(ordinal)
FROM (
  SELECT ordinal, value,
    arrayLast(view -> view.1 < toUnixTimestamp64Milli(ordered_at)
      AND view.1 >= toUnixTimestamp64Milli(ordered_at - toIntervalHour({withinHours:UInt16})), views) AS last
  FROM (${orders}) AS net_order
  ANY LEFT JOIN (SELECT ordinal, arraySort(groupArray((at, place))) AS views FROM (${views}) GROUP BY ordinal) AS viewer USING ordinal
)
GROUP BY place`;

const NO_ORDERS: SessionOrders = { orders: 0n, value: 0n, buyers: new RoaringBitmap32() };

export class ContentReportStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** In the order of the sessions. */
  async views(window: BrandWindow, sessions: readonly ContentSession[]): Promise<readonly SessionViews[]> {
    const sql = viewersSql(viewsSql(window, sessions));
    const shape = { params: effectParams(window, ""), headBytes: 28, bitmaps: 2 };
    const rows = await readBitmapRows(this.queries, "contentSessions.readViews", sql, shape);
    const byPlace = new Map(rows.map((row) => [row.head.readUInt32LE(0) - 1, row]));
    return sessions.map((_, place) => {
      const row = byPlace.get(place);
      const [viewers, timedViewers] = row?.people ?? [new RoaringBitmap32(), new RoaringBitmap32()];
      return {
        views: row?.head.readBigUInt64LE(4) ?? 0n,
        cappedViews: row?.head.readBigUInt64LE(12) ?? 0n,
        seconds: row?.head.readBigUInt64LE(20) ?? 0n,
        ...{ viewers: viewers!, timedViewers: timedViewers! },
      };
    });
  }

  /** In the order of the sessions, then those of none. */
  async orders(
    window: BrandWindow,
    sessions: readonly ContentSession[],
    { currencyCode, withinHours }: { readonly currencyCode: string; readonly withinHours: number },
  ): Promise<readonly SessionOrders[]> {
    const sql = ordersSql(viewsSql(window, sessions), netOrdersSql(window));
    const shape = { params: { ...effectParams(window, currencyCode), withinHours }, headBytes: 20, bitmaps: 1 };
    const rows = await readBitmapRows(this.queries, "contentSessions.readOrders", sql, shape);
    const byPlace = new Map(
      rows.map(({ head, people }): [number, SessionOrders] => [
        head.readUInt32LE(0),
        { orders: head.readBigUInt64LE(4), value: head.readBigUInt64LE(12), buyers: people[0]! },
      ]),
    );
    return [...sessions.map((_, place) => byPlace.get(place + 1) ?? NO_ORDERS), byPlace.get(0) ?? NO_ORDERS];
  }

  /** Net orders of the window with a value in another currency. */
  async countForeign(window: BrandWindow, currencyCode: string): Promise<number> {
    const sql = `SELECT toFloat64(countIf(is_foreign)) AS orders FROM (${netOrdersSql(window)})`;
    const params = effectParams(window, currencyCode);
    const [row] = await readRows<{ orders: number }>(this.queries, "contentSessions.countForeign", sql, params);
    return row!.orders;
  }
}
