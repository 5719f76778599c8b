import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import { touchpointRelation } from "../people";
import type { Action, Site } from "../touchpoints";
import type { BrandWindow } from "./brand-window";
import { IN_TIME, OF_BRAND, windowParams } from "./brand-window-sql";

/** One touchpoint of one person, without anything that names the person. */
export interface PersonTouchpoint {
  readonly occurredAt: Date;
  readonly sourceId: number;
  readonly eventId: string;
  readonly action: Action;
  readonly platform: string;
  readonly site: Site;
  readonly isOpportunityToSee: boolean;
  readonly campaign: string;
  readonly placement: string;
  readonly creative: string;
  readonly keyword: string;
  readonly orderId: string;
}

type Row = Omit<PersonTouchpoint, "occurredAt" | "isOpportunityToSee"> & {
  readonly at: string;
  readonly exposure: string;
};

const ofPerson = ({ overlayId }: BrandWindow): string => `
  FROM ${touchpointRelation(overlayId, "COUNTED")}
  WHERE ${OF_BRAND} AND ${IN_TIME} AND ordinal = {ordinal:Nullable(UInt32)}`;

/** A place in the order of time. */
const PLACE = "(toUnixTimestamp64Milli(occurred_at), source_id, event_id)";
const placeOf = (name: string): string => `({${name}At:Int64}, {${name}Source:UInt32}, {${name}Event:String})`;

/**
 * Reads a person by scanning the brand's window: the plane is ordered for rules, and support asks rarely. Whom nobody knows,
 * ordinal null, has no touchpoints.
 */
export class PersonStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  findPage(window: BrandWindow, ordinal: number | null, request: PageRequest): Promise<Page<PersonTouchpoint>> {
    return readPage(
      request,
      ({ occurredAt, sourceId, eventId }) => [String(occurredAt.getTime()), String(sourceId), eventId],
      async ({ after, before, fromEnd, limit }) => {
        const order = fromEnd ? "DESC" : "ASC";
        const rows = await this.select<Row>(
          "journeys.findPersonPage",
          `SELECT toString(toUnixTimestamp64Milli(occurred_at)) AS at, source_id AS sourceId, event_id AS eventId,
             toString(action) AS action, toString(platform) AS platform, toString(site) AS site, toString(exposure) AS exposure,
             campaign, placement, creative, keyword, order_id AS orderId
           ${ofPerson(window)}
             ${after ? `AND ${PLACE} > ${placeOf("after")}` : ""} ${before ? `AND ${PLACE} < ${placeOf("before")}` : ""}
           ORDER BY occurred_at ${order}, source_id ${order}, event_id ${order} LIMIT {limit:UInt32}`,
          { ...windowParams(window), ordinal, limit, ...placeParams("after", after), ...placeParams("before", before) },
        );
        return rows.map(({ at, exposure, ...row }) => ({
          ...row,
          occurredAt: new Date(Number(at)),
          isOpportunityToSee: exposure === "OPPORTUNITY_TO_SEE",
        }));
      },
    );
  }

  async count(window: BrandWindow, ordinal: number | null): Promise<number> {
    const [row] = await this.select<{ readonly count: string }>(
      "journeys.countPerson",
      `SELECT toString(count()) AS count ${ofPerson(window)}`,
      { ...windowParams(window), ordinal },
    );
    return Number(row!.count);
  }

  private async select<T>(place: string, sql: string, params: Record<string, unknown>): Promise<readonly T[]> {
    const answer = await this.clickhouse.query({
      query: tagged(place, sql),
      query_params: params,
      format: "JSONEachRow",
    });
    return answer.json<T>();
  }
}

const placeParams = (name: string, place: readonly string[] | null): Record<string, unknown> =>
  place ? { [`${name}At`]: place[0], [`${name}Source`]: place[1], [`${name}Event`]: place[2] } : {};
