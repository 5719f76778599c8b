import type { ClickHouseClient } from "@clickhouse/client";
import type { TouchCount } from "../../engines/effects/frequency-curve";
import { readRows } from "../../platform/clickhouse/read-rows";
import type { CampaignWithPlacements } from "../campaigns";
import { type BrandWindow, exposureFilterSql } from "../journeys";
import type { ExposureKind } from "../touchpoints";
import { touchesOf } from "./campaign-scope";
import { effectParams, netOrdersSql, touchesSql } from "./window-sql";

/** Oftener touched people stand together: beyond it a person is mostly a shared account or a robot. */
export const MOST_TOUCHES = 50;

/**
 * A person's touches count until the first conversion of the window, or to its end. Who converted before the first touch was
 * not won by one, and was not watched for it either, so is left out.
 */
const frequencySql = (touches: string, orders: string): string => `
WITH
  touched AS (SELECT ordinal, groupArray(occurred_at) AS touched_at FROM (${touches}) GROUP BY ordinal),
  conversion AS (SELECT ordinal, min(ordered_at) AS converted_at, true AS is_converted FROM (${orders}) GROUP BY ordinal)
SELECT toInt32(least(before, ${MOST_TOUCHES})) AS touches, toFloat64(count()) AS people, toFloat64(countIf(is_converted)) AS conversions
FROM (
  SELECT is_converted, if(is_converted, arrayCount(at -> at < converted_at, touched_at), length(touched_at)) AS before
  FROM touched ANY LEFT JOIN conversion USING ordinal
)
WHERE before > 0
GROUP BY touches
ORDER BY touches`;

export class FrequencyStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** People by their off-site touches of the campaign; the last count holds all with {@link MOST_TOUCHES} and more. */
  count(
    window: BrandWindow,
    campaign: CampaignWithPlacements,
    exposures: readonly ExposureKind[],
  ): Promise<readonly TouchCount[]> {
    const filter = exposureFilterSql(touchesOf(campaign, "OFF_SITE"));
    const sql = frequencySql(touchesSql(window, filter, "ordinal, occurred_at"), netOrdersSql(window));
    const params = { ...effectParams(window, campaign.currencyCode, exposures), ...filter.params };
    return readRows<TouchCount>(this.queries, "effects.countFrequency", sql, params);
  }
}
