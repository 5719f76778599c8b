import type { ClickHouseClient } from "@clickhouse/client";
import { readRows } from "../../platform/clickhouse/read-rows";
import { SMALLEST_LINE } from "../../platform/small-groups";
import { type CampaignWithPlacements, exposuresOf } from "../campaigns";
import { effectParams, netOrdersSql } from "../effects";
import { type BrandWindow, exposureFilterSql, hopActions, IN_TIME, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";

/** What credit goes to, as in attribution: contacts by media, searches and visits. */
const CONTACT_ACTIONS = [...hopActions.EXPOSURE, ...hopActions.VISIT, "SEARCH"];

const lastOrderSql = ({ overlayId }: BrandWindow): string => `
SELECT toUnixTimestamp64Milli(max(occurred_at)) AS at, count() AS rows FROM ${touchpointRelation(overlayId, "PRESENT")}
WHERE ${OF_BRAND} AND action = 'ORDER' AND ${IN_TIME}`;

/** Contacts at one instant stand in the order of their names, so that a second run gives the same last one. */
const ordersSql = (window: BrandWindow, isOfCampaign: string): string => `
WITH
  contact AS (
    SELECT ordinal, arraySort(groupArray((occurred_at, toString(platform), placement))) AS contacts
    FROM ${touchpointRelation(window.overlayId, "COUNTED")}
    WHERE ${isOfCampaign} AND exposure IN {exposures:Array(String)} AND action IN {contactActions:Array(String)}
      AND occurred_at >= {from:DateTime64(3, 'UTC')} - toIntervalDay({lookbackDays:UInt16})
      AND occurred_at < least({to:DateTime64(3, 'UTC')}, {asOf:DateTime64(3, 'UTC')})
      AND source_id IN {sourceIds:Array(UInt32)}
    GROUP BY ordinal
  )
SELECT toUInt32(dateDiff('hour', {from:DateTime64(3, 'UTC')}, ordered_at)) AS hour, last.2 AS platform, last.3 AS placement,
  toUInt32(count()) AS orders, groupUniqArray(${SMALLEST_LINE})(ordinal) AS people
FROM (
  SELECT ordinal, ordered_at,
    arrayLast(contact -> contact.1 >= ordered_at - toIntervalDay({lookbackDays:UInt16}) AND contact.1 < ordered_at, contacts) AS last
  FROM (${netOrdersSql(window)}) AS conversion ANY LEFT JOIN contact USING ordinal
)
WHERE last.3 != ''
GROUP BY hour, platform, placement`;

/** Orders whose last contact with the campaign was by a placement. */
export interface OrderRow {
  /** Of the order, from the window's start on. */
  readonly hour: number;
  readonly platform: string;
  /** External id. */
  readonly placement: string;
  readonly orders: number;
  /** All people behind them, or as many as make a line. */
  readonly people: readonly number[];
}

export class PlacementOrdersStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** The brand's last order of the window, net or not; null: it has none. */
  async readLastOrder(window: BrandWindow): Promise<Date | null> {
    const [row] = await readRows<{ at: string; rows: string }>(
      this.queries,
      "steering.readLastOrder",
      lastOrderSql(window),
      windowParams(window),
    );
    return Number(row!.rows) === 0 ? null : new Date(Number(row!.at));
  }

  /** Net orders of the window by hour and placement; without those that no placement of the campaign was met before. */
  readOrders(
    window: BrandWindow,
    campaign: CampaignWithPlacements,
    lookbackDays: number,
  ): Promise<readonly OrderRow[]> {
    const filter = exposureFilterSql({ campaign: exposuresOf(campaign) });
    return readRows<OrderRow>(this.queries, "steering.readOrders", ordersSql(window, filter.sql), {
      ...effectParams(window, campaign.currencyCode),
      ...filter.params,
      ...{ lookbackDays, contactActions: CONTACT_ACTIONS },
    });
  }
}
