import type { ClickHouseClient } from "@clickhouse/client";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { pairList } from "../../platform/clickhouse/pair-list";
import { IS_CONTACT } from "../journeys";
import { joinedRelation, type OverlayId, touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";

export interface AcquiredQuestion {
  readonly brandId: number;
  readonly campaignCode: string;
  /** Platform and external id of every placement. */
  readonly placements: readonly (readonly [platform: string, externalId: string])[];
  /** The campaign's window. */
  readonly from: Date;
  readonly to: Date;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  /** Whose values are read. */
  readonly scoringId: string;
  /** So long without an order makes a customer new again. */
  readonly newAfterDays: number;
}

/** Sums over the acquired who were scored, in minor units. */
export interface AcquiredWorth {
  readonly people: bigint;
  readonly scored: bigint;
  readonly worth: bigint;
  /** Of squares of values. */
  readonly squares: number;
}

const ACTIONS = "('IMPRESSION', 'CONTENT_VIEW', 'CLICK', 'LIVE_VIEW', 'SEARCH', 'VISIT', 'PRODUCT_VIEW')";
const INSTANT = "DateTime64(3, 'UTC')";

export class AcquiredStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /**
   * Who met the campaign in its window and then, still in it, bought the brand for the first time in so many days. A refund counts until
   * now, so that an order taken back acquired nobody.
   */
  async find(question: AcquiredQuestion): Promise<AcquiredWorth> {
    const { overlayId, placements, sourceIds, ...params } = question;
    const answer = await inTime(
      this.queries.query({
        query: tagged(
          "customerValue.findAcquired",
          `SELECT toString(count()) AS people, toString(countIf(is_scored)) AS scored, toString(sum(value_minor)) AS worth,
             sum(toFloat64(value_minor) * value_minor) AS squares
           FROM (
             SELECT ordinal, minIf(ordered_at, ordered_at >= {from:${INSTANT}} AND ordered_at < {to:${INSTANT}}) AS bought_at
             FROM (
               SELECT ordinal, minIf(occurred_at, action = 'ORDER') AS ordered_at
               FROM ${touchpointRelation(overlayId, "COUNTED")}
               WHERE brand_id = {brandId:UInt32} AND ${IS_TRADE} AND source_id IN {sourceIds:Array(UInt32)}
               GROUP BY ordinal, ${ORDER_KEY}
               HAVING ${IS_NET_ORDER}
             )
             GROUP BY ordinal
             HAVING countIf(ordered_at >= {from:${INSTANT}} AND ordered_at < {to:${INSTANT}}) > 0
               AND maxIf(ordered_at, ordered_at < {from:${INSTANT}}) < bought_at - toIntervalDay({newAfterDays:UInt16})
           ) AS buyer
           INNER JOIN (
             SELECT ordinal, min(occurred_at) AS met_at
             FROM ${touchpointRelation(overlayId, "PRESENT")}
             WHERE brand_id IN ({brandId:UInt32}, 0) AND action IN ${ACTIONS} AND ${IS_CONTACT}
               AND occurred_at >= {from:${INSTANT}} AND occurred_at < {to:${INSTANT}} AND source_id IN {sourceIds:Array(UInt32)}
               AND (campaign = {campaignCode:String} OR (platform, placement) IN ${pairList(placements)})
             GROUP BY ordinal
           ) AS contact ON contact.ordinal = buyer.ordinal
           LEFT JOIN (
             SELECT ordinal, max(value_minor) AS value_minor, true AS is_scored
             FROM ${joinedRelation("SELECT ordinal, value_minor FROM customer_value WHERE scoring_id = {scoringId:UUID}", overlayId)}
             GROUP BY ordinal
           ) AS scored ON scored.ordinal = buyer.ordinal
           WHERE met_at <= bought_at`,
        ),
        query_params: { ...params, sourceIds: [...sourceIds] },
        format: "JSONEachRow",
      }),
    );
    const [row] = await answer.json<{ people: string; scored: string; worth: string; squares: number }>();
    return {
      people: BigInt(row!.people),
      scored: BigInt(row!.scored),
      worth: BigInt(row!.worth),
      squares: row!.squares,
    };
  }
}
