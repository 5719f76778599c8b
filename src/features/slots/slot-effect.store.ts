import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmapRows, readBitmaps } from "../../platform/clickhouse/bitmap";
import type { StageRisesSql } from "../assets";
import { type BrandWindow, hopActions, IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { rowsLiteral } from "../search-trends";
import { MATCHING_DAYS, type Slot, type SlotPeople } from "./slot-effect";

/** (place, platform, slot, hour): hours in seconds since 1970, slots by their place from 1. */
const hoursSql = (slots: readonly Slot[]): string => {
  const rows = slots.flatMap(({ platform, slotCode, hours }, place) =>
    hours.map(({ startsAt }) => [place + 1, platform, slotCode, startsAt.getTime() / 1000]),
  );
  return `SELECT row.1 AS place, row.2 AS platform, row.3 AS slot, row.4 AS hour
    FROM (SELECT arrayJoin(${rowsLiteral("Tuple(UInt32, String, String, UInt32)", rows)}) AS row)`;
};

/** Who saw each slot in its hours, about the brand, and of them who rose to A2 at or after it first. */
const exposedSql = ({ overlayId }: BrandWindow, slots: readonly Slot[], rises: string): string => `
SELECT place, groupBitmapState(ordinal), groupBitmapStateIf(ordinal, appealed_at >= exposed_at)
FROM (
  SELECT place, ordinal, min(toUnixTimestamp64Milli(occurred_at)) AS exposed_at
  FROM (
    SELECT ordinal, occurred_at, toString(platform) AS platform, slot,
      toUInt32(toUnixTimestamp(toStartOfHour(toTimeZone(occurred_at, {zone:String})))) AS hour
    FROM ${touchpointRelation(overlayId, "PRESENT")}
    WHERE ${OF_BRAND} AND ${IN_TIME} AND ${IS_CONTACT} AND action IN {exposureActions:Array(String)} AND slot != ''
  ) AS contact
  INNER JOIN (${hoursSql(slots)}) AS inventory USING (platform, slot, hour)
  GROUP BY place, ordinal
) AS exposed
ANY LEFT JOIN (
  SELECT ordinal, minIf(at, stage >= 2) AS appealed_at FROM (${rises}) GROUP BY ordinal
) AS risen USING ordinal
GROUP BY place`;

/** People whom the brand had met, by what they did before the window: how much, on how many platforms, and whether in the shop. */
const strataSql = ({ overlayId }: BrandWindow): string => `
SELECT groupBitmapState(ordinal)
FROM (
  SELECT ordinal, toUInt8(least(floor(log2(count())), 6)) AS activity, toUInt8(least(uniqExact(platform), 3)) AS platforms,
    countIf(${OF_BRAND} AND action IN {visitActions:Array(String)}) > 0 AS visited
  FROM ${touchpointRelation(overlayId, "COUNTED")}
  WHERE occurred_at >= {from:DateTime64(3, 'UTC')} - toIntervalDay(${MATCHING_DAYS}) AND occurred_at < {from:DateTime64(3, 'UTC')}
    AND source_id IN {sourceIds:Array(UInt32)} AND ${IS_CONTACT}
    AND ordinal GLOBAL IN (
      SELECT ordinal FROM ${touchpointRelation(overlayId, "PRESENT")}
      WHERE ${OF_BRAND} AND occurred_at < {from:DateTime64(3, 'UTC')} AND source_id IN {sourceIds:Array(UInt32)}
    )
  GROUP BY ordinal
)
GROUP BY activity, platforms, visited`;

export class SlotEffectStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** In the order of the slots. */
  async exposed(
    window: BrandWindow,
    slots: readonly Slot[],
    { rises, params }: StageRisesSql,
  ): Promise<readonly SlotPeople[]> {
    const rows = await readBitmapRows(this.queries, "slots.readExposed", exposedSql(window, slots, rises), {
      params: { ...params, ...windowParams(window), zone: window.zone, exposureActions: [...hopActions.EXPOSURE] },
      headBytes: 4,
      bitmaps: 2,
    });
    const byPlace = new Map(rows.map(({ head, people }) => [head.readUInt32LE(0) - 1, people]));
    return slots.map((_, place) => {
      const [exposed, risen] = byPlace.get(place) ?? [];
      return { exposed: exposed ?? new RoaringBitmap32(), risen: risen ?? new RoaringBitmap32() };
    });
  }

  /** Those who did nothing in these days are in none. */
  strata(window: BrandWindow): Promise<readonly RoaringBitmap32[]> {
    const params = { ...windowParams(window), visitActions: [...hopActions.VISIT] };
    return readBitmaps(this.queries, "slots.readStrata", strataSql(window), params);
  }
}
