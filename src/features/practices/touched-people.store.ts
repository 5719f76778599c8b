import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmapRows } from "../../platform/clickhouse/bitmap";
import { inTime } from "../../platform/clickhouse/client";
import { type BrandWindow, IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { type Action, IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";

/** Who was touched somewhere in a window, and who of them ordered in it after the first touch there. */
export interface TouchedPeople {
  readonly platform: string;
  /** Null: by any of the actions. */
  readonly action: Action | null;
  readonly touched: RoaringBitmap32;
  readonly converted: RoaringBitmap32;
}

export interface TouchedQuestion {
  readonly platforms: readonly string[];
  readonly actions: readonly Action[];
  /** Each action by itself, or all together. */
  readonly by: "PLATFORM" | "TOUCHPOINT";
}

const INSTANT = "DateTime64(3, 'UTC')";

export class TouchedPeopleStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** Where nobody was touched is absent. A refund that is known when it is asked takes its order back. */
  async findTouched(
    window: BrandWindow,
    { platforms, actions, by }: TouchedQuestion,
  ): Promise<readonly TouchedPeople[]> {
    const action = by === "PLATFORM" ? "toUInt32(0)" : "toUInt32(indexOf({actions:Array(String)}, toString(action)))";
    const sql = `
      SELECT platform_place, action_place, groupBitmapState(ordinal), groupBitmapStateIf(ordinal, last_ordered_at > touched_at)
      FROM (
        SELECT ordinal, toUInt32(indexOf({platforms:Array(String)}, toString(platform))) AS platform_place,
          ${action} AS action_place, min(occurred_at) AS touched_at
        FROM ${touchpointRelation(window.overlayId, "PRESENT")}
        WHERE ${OF_BRAND} AND action IN {actions:Array(String)} AND platform IN {platforms:Array(String)} AND ${IN_TIME} AND ${IS_CONTACT}
        GROUP BY ordinal, platform_place, action_place
      ) AS touch
      LEFT JOIN (
        SELECT ordinal, max(ordered_at) AS last_ordered_at
        FROM (${netOrdersSql(window)})
        GROUP BY ordinal
      ) AS own USING (ordinal)
      GROUP BY platform_place, action_place`;
    const params = { ...windowParams(window), platforms: [...platforms], actions: [...actions] };
    const rows = await inTime(
      readBitmapRows(this.queries, "practices.findTouched", sql, { params, headBytes: 8, bitmaps: 2 }),
    );
    return rows.map(({ head, people: [touched, converted] }) => ({
      platform: platforms[head.readUInt32LE(0) - 1]!,
      action: actions[head.readUInt32LE(4) - 1] ?? null,
      touched: touched!,
      converted: converted!,
    }));
  }
}

const TO = `{to:${INSTANT}}`;

/** The brand's net orders that were placed from the window's first instant on: `ordinal` and `ordered_at`, one row an order. */
export const netOrdersSql = ({ overlayId }: BrandWindow, until = TO): string => `
  SELECT ordinal, minIf(occurred_at, action = 'ORDER') AS ordered_at
  FROM ${touchpointRelation(overlayId, "COUNTED")}
  WHERE ${OF_BRAND} AND ${IS_TRADE} AND source_id IN {sourceIds:Array(UInt32)} AND occurred_at < {asOf:${INSTANT}}
  GROUP BY ordinal, ${ORDER_KEY}
  HAVING ${IS_NET_ORDER} AND ordered_at >= {from:${INSTANT}} AND ordered_at < ${until}`;
