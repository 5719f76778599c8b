import type { ClickHouseClient } from "@clickhouse/client";
import { readRows } from "../../platform/clickhouse/read-rows";
import type { CampaignWithPlacements } from "../campaigns";
import { type BrandWindow, exposureFilterSql, hopActions, IS_CONTACT, OF_BRAND } from "../journeys";
import { touchpointRelation } from "../people";
import { type ArrivalCounts, lagBegins } from "./arrival";
import { touchesOf } from "./campaign-scope";
import { effectParams, touchesSql } from "./window-sql";

const HOUR_MS = 3_600_000;

/** Acts by which somebody is seen on site; the second list shows interest. */
const ENGAGED = [...hopActions.ENGAGE, ...hopActions.ORDER];
const ARRIVED = [...hopActions.VISIT, ...ENGAGED];

/** On-site acts are read until so many hours after the window, so that the last touches have as long to work as the first. */
const actsSql = ({ overlayId }: BrandWindow): string => `
  SELECT ordinal, toUnixTimestamp64Milli(occurred_at) AS at, action IN {engaged:Array(String)} AS is_engaged
  FROM ${touchpointRelation(overlayId, "PRESENT")}
  WHERE ${OF_BRAND} AND site = 'ON_SITE' AND ${IS_CONTACT} AND action IN {arrived:Array(String)}
    AND occurred_at >= {from:DateTime64(3, 'UTC')}
    AND occurred_at < least({to:DateTime64(3, 'UTC')} + toIntervalHour({hours:UInt16}), {asOf:DateTime64(3, 'UTC')})
    AND source_id IN {sourceIds:Array(UInt32)}`;

/**
 * A person arrives at the first on-site act that follows an off-site touch within the hours; the lag is from the latest such
 * touch. Line '' is about all platforms, the others about touches on one: each platform's arrivals are among all.
 */
const arrivalSql = (touches: string, acts: string): string => `
WITH
  touched AS (
    SELECT ordinal, line, groupArray(at) AS touches
    FROM (SELECT ordinal, arrayJoin(['', on_platform]) AS line, toUnixTimestamp64Milli(occurred_at) AS at FROM (${touches}))
    GROUP BY ordinal, line
  ),
  act AS (
    SELECT ordinal, arraySort(groupArray(at)) AS arrivals, groupArrayIf(at, is_engaged) AS engagements
    FROM (${acts}) GROUP BY ordinal
  )
SELECT line AS platform, toString(count()) AS touched, toString(countIf(arrived_at > 0)) AS arrived,
  toString(countIf(arrived_at > 0 AND arrayExists(at -> at >= arrived_at, engagements))) AS activated,
  arrayMap(people -> toString(people), sumForEach(in_class)) AS lags,
  quantilesExactInclusiveIf(0.5, 0.9)(lag, arrived_at > 0) AS quantiles
FROM (
  SELECT line, engagements,
    arrayFirst(act_at -> arrayExists(at -> at <= act_at AND act_at - at <= {hours:UInt16} * ${HOUR_MS}, touches), arrivals) AS arrived_at,
    arrived_at - arrayMax(arrayFilter(at -> at <= arrived_at, touches)) AS lag,
    arrayCount(bound -> bound * ${HOUR_MS} <= lag, {begins:Array(UInt16)}) AS class,
    arrayMap(number -> toUInt64(arrived_at > 0 AND number = class), arrayEnumerate({begins:Array(UInt16)})) AS in_class
  FROM touched ANY LEFT JOIN act USING ordinal
)
GROUP BY line
ORDER BY line`;

interface ArrivalRow {
  readonly platform: string;
  readonly touched: string;
  readonly arrived: string;
  readonly activated: string;
  readonly lags: readonly string[];
  readonly quantiles: readonly [median: number, p90: number];
}

export class ArrivalStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** All platforms together first, under ''; then those with a touch. Empty when nobody was touched. */
  async count(
    window: BrandWindow,
    campaign: CampaignWithPlacements,
    withinHours: number,
  ): Promise<readonly ArrivalCounts[]> {
    const filter = exposureFilterSql(touchesOf(campaign, "OFF_SITE"));
    const touches = touchesSql(window, filter, "ordinal, occurred_at, toString(platform) AS on_platform");
    const params = {
      ...effectParams(window, campaign.currencyCode),
      ...filter.params,
      hours: withinHours,
      begins: [...lagBegins(withinHours)],
      arrived: ARRIVED,
      engaged: ENGAGED,
    };
    const rows = await readRows<ArrivalRow>(
      this.queries,
      "effects.countArrivals",
      arrivalSql(touches, actsSql(window)),
      params,
    );
    return rows.map(({ platform, touched, arrived, activated, lags, quantiles }) => ({
      platform,
      touched: BigInt(touched),
      arrived: BigInt(arrived),
      activated: BigInt(activated),
      lags: lags.map(BigInt),
      medianHours: arrived === "0" ? null : quantiles[0] / HOUR_MS,
      p90Hours: arrived === "0" ? null : quantiles[1] / HOUR_MS,
    }));
  }
}
