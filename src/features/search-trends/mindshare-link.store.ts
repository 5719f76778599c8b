import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { type BrandWindow, IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { readBitmapRows } from "./bitmap-rows.store";
import type { TouchedPeople } from "./mindshare-link";

export interface MindshareQuestion {
  /** Ends when the last follow-up does. */
  readonly window: BrandWindow;
  /** The first instant after the days in which people are touched. */
  readonly touchedTo: Date;
  readonly tags: readonly string[];
  readonly withinDays: number;
}

export class MindshareLinkStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** A person's time begins with the first tagged touchpoint, without any with the first one; what follows it counts as later. */
  async read({ window, touchedTo, tags, withinDays }: MindshareQuestion): Promise<TouchedPeople> {
    const isTouch = "occurred_at < {touchedTo:DateTime64(3, 'UTC')}";
    const isTagged = `${isTouch} AND hasAny(tags, {tags:Array(String)})`;
    const sql = `SELECT toUInt8(is_tagged), groupBitmapState(ordinal),
        groupBitmapStateIf(ordinal, arrayExists(at -> at > begun AND at <= begun + toIntervalDay({withinDays:UInt32}), arrivals))
      FROM (
        SELECT ordinal, countIf(${isTagged}) > 0 AS is_tagged,
          if(is_tagged, minIf(occurred_at, ${isTagged}), min(occurred_at)) AS begun,
          groupArrayIf(occurred_at, action IN ('SEARCH', 'VISIT')) AS arrivals
        FROM ${touchpointRelation(window.overlayId, "PRESENT")}
        WHERE ${OF_BRAND} AND ${IN_TIME} AND ${IS_CONTACT}
        GROUP BY ordinal
        HAVING countIf(${isTouch}) > 0
      )
      GROUP BY is_tagged`;
    const params = { ...windowParams(window), touchedTo, tags: [...tags], withinDays };
    const rows = await readBitmapRows(this.queries, {
      place: "mindshareLink.read",
      sql,
      params,
      headBytes: 1,
      bitmaps: 2,
    });
    const group = (isTagged: 0 | 1, place: 0 | 1): RoaringBitmap32 =>
      rows.find(({ head }) => head.readUInt8(0) === isTagged)?.people[place] ?? new RoaringBitmap32();
    return { tagged: group(1, 0), taggedLinked: group(1, 1), untagged: group(0, 0), untaggedLinked: group(0, 1) };
  }
}
