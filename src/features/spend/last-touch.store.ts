import type { ClickHouseClient } from "@clickhouse/client";
import { readRows } from "../../platform/clickhouse/read-rows";
import { SMALLEST_LINE } from "../../platform/small-groups";
import type { CampaignWithPlacements } from "../campaigns";
import { exposuresOf } from "../campaigns";
import { effectParams, netOrdersSql } from "../effects";
import { type BrandWindow, exposureFilterSql, hopActions } from "../journeys";
import { touchpointRelation } from "../people";
import type { LastTouch, TouchShare } from "./spend-value";

/** What credit goes to, as in attribution: contacts by media, searches and visits, which name a placement where they came by one. */
const CONTACT_ACTIONS = [...hopActions.EXPOSURE, ...hopActions.VISIT, "SEARCH"];

const contactsSql = ({ overlayId }: BrandWindow, isOfCampaign: string): string => `
  SELECT ordinal, occurred_at, toString(platform) AS platform, toString(site) AS site, placement, creative
  FROM ${touchpointRelation(overlayId, "COUNTED")}
  WHERE ${isOfCampaign} AND exposure IN {exposures:Array(String)} AND action IN {contactActions:Array(String)}
    AND occurred_at >= {from:DateTime64(3, 'UTC')} - toIntervalDay({lookbackDays:UInt16})
    AND occurred_at < least({to:DateTime64(3, 'UTC')}, {asOf:DateTime64(3, 'UTC')})
    AND source_id IN {sourceIds:Array(UInt32)}`;

/** Contacts at one instant stand in the order of their names, so that a second run gives the same last one. */
const lastTouchSql = (contacts: string, orders: string): string => `
WITH
  contact AS (
    SELECT ordinal, arraySort(groupArray((occurred_at, platform, site, placement, creative))) AS contacts
    FROM (${contacts}) GROUP BY ordinal
  )
SELECT last.2 AS platform, last.3 AS site, last.4 AS placement, last.5 AS creative,
  toString(count()) AS conversions, toString(sum(value)) AS value, toString(countIf(is_foreign)) AS foreign,
  groupUniqArray(${SMALLEST_LINE})(ordinal) AS people
FROM (
  SELECT ordinal, value, is_foreign,
    arrayLast(contact -> contact.1 >= ordered_at - toIntervalDay({lookbackDays:UInt16}) AND contact.1 < ordered_at, contacts) AS last
  FROM (${orders}) AS conversion ANY LEFT JOIN contact USING ordinal
)
GROUP BY last.2, last.3, last.4, last.5`;

const sharesSql = (contacts: string): string => `
SELECT platform, placement, creative, toString(count()) AS touches FROM (${contacts}) WHERE placement != ''
GROUP BY platform, placement, creative`;

interface LastTouchRow extends Omit<LastTouch, "conversions" | "value" | "foreign"> {
  readonly conversions: string;
  readonly value: string;
  readonly foreign: string;
}

interface ShareRow extends Omit<TouchShare, "touches"> {
  readonly touches: string;
}

/** Reads what a campaign's orders followed, and how often each creative of a placement was shown. */
export class LastTouchStore {
  constructor(private readonly queries: ClickHouseClient) {}

  async read(
    window: BrandWindow,
    campaign: CampaignWithPlacements,
    lookbackDays: number,
  ): Promise<{ readonly lastTouches: readonly LastTouch[]; readonly shares: readonly TouchShare[] }> {
    const filter = exposureFilterSql({ campaign: exposuresOf(campaign) });
    const contacts = contactsSql(window, filter.sql);
    const params = {
      ...effectParams(window, campaign.currencyCode),
      ...filter.params,
      lookbackDays,
      contactActions: CONTACT_ACTIONS,
    };
    const [lastTouches, shares] = await Promise.all([
      readRows<LastTouchRow>(
        this.queries,
        "spend.readLastTouches",
        lastTouchSql(contacts, netOrdersSql(window)),
        params,
      ),
      readRows<ShareRow>(this.queries, "spend.readShares", sharesSql(contacts), params),
    ]);
    return {
      lastTouches: lastTouches.map((row) => ({
        ...row,
        conversions: BigInt(row.conversions),
        value: BigInt(row.value),
        foreign: BigInt(row.foreign),
      })),
      shares: shares.map((row) => ({ ...row, touches: BigInt(row.touches) })),
    };
  }
}
