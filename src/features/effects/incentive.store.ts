import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { readRows } from "../../platform/clickhouse/read-rows";
import { type BrandWindow, IN_TIME, OF_BRAND } from "../journeys";
import { touchpointRelation } from "../people";
import { effectParams, netOrdersSql } from "./window-sql";

/** Who got and used a benefit, who ordered, and what the uses cost. */
export interface IncentivePeople {
  readonly issued: RoaringBitmap32;
  readonly redeemed: RoaringBitmap32;
  readonly buyers: RoaringBitmap32;
  /** Minor units; null when a use says no value, or one in another currency. */
  readonly cost: bigint | null;
}

const UNTIL = "{to:DateTime64(3, 'UTC')} + toIntervalDay({days:UInt16})";

const IS_USE = `${OF_BRAND} AND action = 'BENEFIT_REDEEM' AND benefit = {benefit:String}
  AND occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < least(${UNTIL}, {asOf:DateTime64(3, 'UTC')})
  AND source_id IN {sourceIds:Array(UInt32)}`;

export class IncentiveStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** Issues lie in the window; uses and orders until `withinDays` after it. */
  async read(
    window: BrandWindow,
    { benefit, withinDays, currencyCode }: { benefit: string; withinDays: number; currencyCode: string },
  ): Promise<IncentivePeople> {
    const params = { ...effectParams(window, currencyCode), benefit, days: withinDays };
    const [present, counted] = [
      touchpointRelation(window.overlayId, "PRESENT"),
      touchpointRelation(window.overlayId, "COUNTED"),
    ];
    const people = async (place: string, from: string): Promise<RoaringBitmap32> => {
      const [found] = await readBitmaps(this.queries, place, `SELECT groupBitmapState(ordinal) FROM ${from}`, params);
      return found ?? new RoaringBitmap32();
    };
    const [issued, redeemed, buyers, [use]] = await Promise.all([
      people(
        "effects.readIssued",
        `${present} WHERE ${OF_BRAND} AND ${IN_TIME} AND action = 'BENEFIT_ISSUE' AND benefit = {benefit:String}`,
      ),
      people("effects.readRedeemed", `${present} WHERE ${IS_USE}`),
      people("effects.readBuyers", `(${netOrdersSql(window, UNTIL)})`),
      readRows<{ cost: string; unknown: number }>(
        this.queries,
        "effects.readIncentiveCost",
        `SELECT toString(sum(coalesce(value_minor, 0))) AS cost,
           toFloat64(countIf(value_minor IS NULL OR currency != {currencyCode:String})) AS unknown
         FROM ${counted} WHERE ${IS_USE}`,
        params,
      ),
    ]);
    return { issued, redeemed, buyers, cost: use!.unknown > 0 ? null : BigInt(use!.cost) };
  }
}
