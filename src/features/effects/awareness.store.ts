import type { ClickHouseClient } from "@clickhouse/client";
import { readRows } from "../../platform/clickhouse/read-rows";
import type { CampaignWithPlacements } from "../campaigns";
import { type BrandWindow, exposureFilterSql, hopActions, IN_TIME, IS_CONTACT, OF_BRAND } from "../journeys";
import { touchpointRelation } from "../people";
import { type AwarenessStratum, MATCHING_DAYS, ORDER_DAYS } from "./awareness";
import { touchesOf } from "./campaign-scope";
import { effectParams, touchesSql } from "./window-sql";

const BEFORE = (days: number): string => `occurred_at >= {from:DateTime64(3, 'UTC')} - toIntervalDay(${days})
      AND occurred_at < {from:DateTime64(3, 'UTC')} AND source_id IN {sourceIds:Array(UInt32)}`;

/**
 * People seen before the window, by what they are matched by. An act counts for the exposed from their first touch on, for the
 * others in the whole window: that can only make the lift look smaller. Exposed people who were not seen before are a stratum of
 * their own, which has nobody to compare with.
 */
const awarenessSql = ({ overlayId }: BrandWindow, touches: string): string => `
WITH
  exposed AS (
    SELECT ordinal, min(toUnixTimestamp64Milli(occurred_at)) AS exposed_at, true AS is_exposed FROM (${touches}) GROUP BY ordinal
  ),
  earlier AS (
    SELECT ordinal, toUInt8(least(floor(log2(count())), 6)) AS activity, toUInt8(least(uniqExact(platform), 3)) AS platforms,
      countIf(${OF_BRAND} AND action = 'SEARCH') > 0 AS searched, countIf(${OF_BRAND} AND action IN {visitActions:Array(String)}) > 0 AS visited
    FROM ${touchpointRelation(overlayId, "COUNTED")}
    WHERE ${BEFORE(MATCHING_DAYS)} AND ${IS_CONTACT}
    GROUP BY ordinal
  ),
  bought AS (
    SELECT DISTINCT ordinal, true AS has_bought FROM ${touchpointRelation(overlayId, "PRESENT")}
    WHERE ${OF_BRAND} AND action = 'ORDER' AND ${BEFORE(ORDER_DAYS)}
  ),
  later AS (
    SELECT ordinal, maxIf(toUnixTimestamp64Milli(occurred_at), action = 'SEARCH') AS searched_at,
      maxIf(toUnixTimestamp64Milli(occurred_at), action IN {visitActions:Array(String)}) AS visited_at
    FROM ${touchpointRelation(overlayId, "PRESENT")}
    WHERE ${OF_BRAND} AND ${IN_TIME} AND ${IS_CONTACT} AND (action = 'SEARCH' OR action IN {visitActions:Array(String)})
    GROUP BY ordinal
  ),
  person AS (
    SELECT ordinal, [toUInt8(activity), platforms, toUInt8(searched), toUInt8(visited), toUInt8(has_bought)] AS stratum, is_exposed, exposed_at
    FROM earlier ANY LEFT JOIN bought USING ordinal ANY LEFT JOIN exposed USING ordinal
    UNION ALL
    SELECT ordinal, [] AS stratum, is_exposed, exposed_at FROM exposed WHERE ordinal GLOBAL NOT IN (SELECT ordinal FROM earlier)
  )
SELECT stratum, is_exposed AS isExposed, toFloat64(count()) AS people, toFloat64(countIf(searched_at > exposed_at)) AS searched,
  toFloat64(countIf(visited_at > exposed_at)) AS visited
FROM person ANY LEFT JOIN later USING ordinal
GROUP BY stratum, is_exposed
ORDER BY stratum, is_exposed`;

export class AwarenessStore {
  constructor(private readonly queries: ClickHouseClient) {}

  count(window: BrandWindow, campaign: CampaignWithPlacements): Promise<readonly AwarenessStratum[]> {
    const filter = exposureFilterSql(touchesOf(campaign));
    const touches = touchesSql(window, filter, "ordinal, occurred_at");
    return readRows<AwarenessStratum>(this.queries, "effects.countAwareness", awarenessSql(window, touches), {
      ...effectParams(window, campaign.currencyCode),
      ...filter.params,
      visitActions: [...hopActions.VISIT],
    });
  }
}
