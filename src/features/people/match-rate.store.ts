import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { RequestContext } from "../../platform/request-context";
import { consentByPerson } from "./consent.store";
import type { OverlayId } from "./people-overlay";
import { touchpointRelation, uploadRelation } from "./touchpoint-relation";

export interface MatchCount {
  /** In the zone asked for. */
  readonly day: string;
  readonly people: bigint;
  readonly matched: bigint;
}

export interface MatchRequest {
  readonly sourceId: number;
  readonly otherSourceIds: readonly number[];
  readonly overlayId: OverlayId;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  readonly zone: string;
  readonly consentedOnly: boolean;
}

export class MatchRateStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** People of a source by day, and those of them whom another source met or uploaded until `asOf`; days without people are absent. */
  async countByDay(context: RequestContext, request: MatchRequest): Promise<readonly MatchCount[]> {
    const { overlayId } = request;
    const touchpoints = touchpointRelation(overlayId, "PRESENT");
    const consented = request.consentedOnly
      ? `AND ordinal GLOBAL IN (SELECT ordinal FROM (${consentByPerson(overlayId, "true")}) WHERE state = 'GRANTED')`
      : "";
    const answer = await this.clickhouse.query({
      query: tagged(
        "matchRates.countByDay",
        `WITH
           seen AS (
             SELECT DISTINCT toDate(occurred_at, {zone:String}) AS day, ordinal FROM ${touchpoints}
             WHERE source_id = {source:UInt32} ${consented}
               AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
           ),
           elsewhere AS (
             SELECT ordinal FROM ${touchpoints}
             WHERE source_id IN {others:Array(UInt32)} AND occurred_at < fromUnixTimestamp64Milli({asOf:Int64}, 'UTC')
               AND ordinal GLOBAL IN (SELECT ordinal FROM seen)
             UNION ALL
             SELECT ordinal FROM ${uploadRelation("identity_consent", overlayId)}
             WHERE organisation_id = {organisation:UUID} AND source_id IN {others:Array(UInt32)}
           )
         SELECT toString(day), count(), countIf(ordinal GLOBAL IN (SELECT ordinal FROM elsewhere)) FROM seen GROUP BY day ORDER BY day`,
      ),
      query_params: {
        organisation: context.organisationId,
        source: request.sourceId,
        others: request.otherSourceIds,
        from: request.from.getTime(),
        to: request.to.getTime(),
        asOf: request.asOf.getTime(),
        zone: request.zone,
      },
      format: "JSONCompactEachRow",
    });
    const rows = await answer.json<[string, string, string]>();
    return rows.map(([day, people, matched]) => ({ day, people: BigInt(people), matched: BigInt(matched) }));
  }
}
