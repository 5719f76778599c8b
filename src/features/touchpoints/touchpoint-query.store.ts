import type { ClickHouseClient } from "@clickhouse/client";
import { inTime, tagged } from "../../platform/clickhouse/client";
import type { PageRequest } from "../../platform/page";
import { RequestError } from "../../platform/user-error";
import { type OverlayId, touchpointRelation } from "../people";
import { IS_TRADE, ORDER_KEY } from "./net-orders-sql";
import { textColumns } from "./touchpoint";
import type { CountColumn, CountedCell, CountGrain } from "./touchpoint-count";
import type { TouchpointFilter, TouchpointPlace, TouchpointRecord, TouchpointScope } from "./touchpoint-query";

/** A filtered window as the caller's organisation may read it. */
export interface TouchpointQuestion {
  readonly scope: TouchpointScope;
  readonly filter: TouchpointFilter;
  /** Of `filter.sourceId`, what the caller may see. */
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
}

export interface CountQuestion extends TouchpointQuestion {
  readonly grain: CountGrain;
  /** In which the buckets begin. */
  readonly zone: string;
  readonly by: readonly CountColumn[];
  /** Most cells that are answered. */
  readonly limit: number;
  /** As many people of a cell are listed: enough to tell whether it, or a union with others, is small. */
  readonly threshold: number;
}

const AT = "toUnixTimestamp64Milli(occurred_at)";
const MILLI = (name: string): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;
/** A total that takes longer is not told: the page is what was asked for. */
const MAX_COUNT_SECONDS = 5;

const TEXTS = textColumns.map(([, column]) => column).join(", ");
const COLUMNS = `${AT}, source_id, event_id, toUnixTimestamp64Milli(ingested_at), toString(run_id), brand_id, category_id, action, platform, site,
  exposure, rating, duration_seconds, toString(value_minor), currency, quantity, tags, [${TEXTS}]`;

type RecordRow = [
  at: string,
  sourceId: number,
  eventId: string,
  ingestedAt: string,
  runId: string,
  brandId: number,
  categoryId: number,
  action: TouchpointRecord["action"],
  platform: string,
  site: TouchpointRecord["site"],
  exposure: string,
  rating: number,
  durationSeconds: number,
  valueMinor: string | null,
  currency: string,
  quantity: number | null,
  tags: string[],
  texts: string[],
];

/** Reads touchpoints for support and audit, and counts them; never who they are of. */
export class TouchpointQueryStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /**
   * The first `limit` places after or before the given one. Sorting reads no wide column and no FINAL: of 3 million touchpoints
   * in the window it takes 0.36 s in place of 0.8 to 1.4 (two busy cores). A row that is there twice is dropped here, and more
   * are read when any was.
   */
  async findPlaces(
    question: TouchpointQuestion,
    { after, before, fromEnd, limit }: PageRequest & { readonly limit: number },
  ): Promise<readonly TouchpointPlace[]> {
    const { where, params } = conditions(question);
    const keyset = [...bound("after", "<", after), ...bound("before", ">", before)];
    const direction = fromEnd ? "ASC" : "DESC";
    const sql = `SELECT ${AT}, source_id, event_id FROM ${touchpointRelation(question.overlayId, "PRESENT")}
      WHERE ${[...where, ...keyset.map((part) => part.sql)].join(" AND ")}
      ORDER BY occurred_at ${direction}, source_id ${direction}, event_id ${direction} LIMIT {limit:UInt32}`;
    for (let read = limit + 1; ; read *= 2) {
      const rows = await this.rows<[string, number, string]>("touchpoints.findPlaces", sql, {
        ...params,
        ...Object.assign({}, ...keyset.map((part) => part.params)),
        limit: read,
      });
      const places = new Map(
        rows.map(([at, sourceId, eventId]) => [keyOf(at, sourceId, eventId), { at: Number(at), sourceId, eventId }]),
      );
      if (places.size >= limit || rows.length < read) return [...places.values()].slice(0, limit);
    }
  }

  /** What is at the places, in their order; null where it was wiped meanwhile. */
  async findRecords(
    question: TouchpointQuestion,
    places: readonly TouchpointPlace[],
  ): Promise<readonly (TouchpointRecord | null)[]> {
    if (places.length === 0) return [];
    const times = places.map(({ at }) => at);
    const narrowed = {
      ...question,
      filter: { ...question.filter, from: new Date(Math.min(...times)), to: new Date(Math.max(...times) + 1) },
    };
    const { where, params } = conditions(narrowed);
    const rows = await this.rows<RecordRow>(
      "touchpoints.findRecords",
      `SELECT ${COLUMNS} FROM ${touchpointRelation(question.overlayId, "PRESENT")}
       WHERE ${where.join(" AND ")} AND event_id IN {eventIds:Array(String)}`,
      { ...params, eventIds: places.map(({ eventId }) => eventId) },
    );
    const records = new Map(rows.map((row) => [keyOf(row[0], row[1], row[2]), toRecord(row)]));
    return places.map(({ at, sourceId, eventId }) => records.get(keyOf(at, sourceId, eventId)) ?? null);
  }

  /** Null when counting takes too long. */
  async count(question: TouchpointQuestion): Promise<bigint | null> {
    const { where, params } = conditions(question);
    try {
      const [row] = await this.rows<[string]>(
        "touchpoints.count",
        `SELECT toString(count()) FROM ${touchpointRelation(question.overlayId, "COUNTED")} WHERE ${where.join(" AND ")}`,
        params,
        { max_execution_time: MAX_COUNT_SECONDS, timeout_overflow_mode: "throw" },
      );
      return BigInt(row![0]);
    } catch (error) {
      if (error instanceof RequestError && error.code === "DEADLINE_EXCEEDED") return null;
      throw error;
    }
  }

  /** Refunds of the brand that name an order which has not come: nothing is taken back by them until it does. */
  async countRefundsAwaitingOrder({
    scope,
    sourceIds,
    overlayId,
  }: Omit<TouchpointQuestion, "filter">): Promise<bigint> {
    const [row] = await this.rows<[string]>(
      "touchpoints.countRefundsAwaitingOrder",
      `SELECT toString(sum(refunds)) FROM (
         SELECT countIf(action = 'REFUND') AS refunds FROM ${touchpointRelation(overlayId, "COUNTED")}
         WHERE brand_id = {brandId:UInt32} AND ${IS_TRADE} AND source_id IN {sourceIds:Array(UInt32)}
         GROUP BY ordinal, ${ORDER_KEY} HAVING countIf(action = 'ORDER') = 0
       )`,
      { brandId: scope.brandId, sourceIds },
    );
    return BigInt(row![0]);
  }

  /** Cells of the cross of time and `by`, by time, then key; more than `limit` of them: there are too many. */
  async countCells(question: CountQuestion): Promise<readonly CountedCell[]> {
    const { grain, zone, by, limit, threshold } = question;
    const { where, params } = conditions(question);
    const bucket = {
      HOUR: "toUnixTimestamp(toStartOfHour(occurred_at, {zone:String})) * 1000",
      DAY: "toUnixTimestamp(toStartOfDay(occurred_at, {zone:String})) * 1000",
      WINDOW: "{from:Int64}",
    }[grain];
    const rows = await this.rows<[string, string[], string, string, number[]]>(
      "touchpoints.countCells",
      `SELECT toString(${bucket}) AS bucket, [${by.map((column) => `toString(${column})`).join(", ")}]::Array(String) AS keys,
         toString(count()), toString(uniqExact(ordinal)), groupUniqArray({threshold:UInt32})(ordinal)
       FROM ${touchpointRelation(question.overlayId, "COUNTED")} WHERE ${where.join(" AND ")}
       GROUP BY bucket, keys ORDER BY toInt64(bucket), keys LIMIT {limit:UInt32}`,
      { ...params, zone, limit: limit + 1, threshold },
      // More cells than can be answered are refused, so no more are kept either: those past the bound need no right count.
      { max_rows_to_group_by: String(limit + 1), group_by_overflow_mode: "any" },
    );
    return rows.map(([at, keys, touchpoints, people, sample]) => ({
      bucketStart: new Date(Number(at)),
      keys,
      touchpoints: BigInt(touchpoints),
      people: BigInt(people),
      sample,
    }));
  }

  private async rows<Row>(
    place: string,
    sql: string,
    params: Record<string, unknown>,
    settings: Record<string, string | number> = {},
  ): Promise<Row[]> {
    const answer = this.clickhouse.query({
      query: tagged(place, sql),
      query_params: params,
      format: "JSONCompactEachRow",
      clickhouse_settings: settings,
    });
    return inTime(answer.then((rows) => rows.json<Row>()));
  }
}

const keyOf = (at: string | number, sourceId: number, eventId: string): string => `${at} ${sourceId} ${eventId}`;

function toRecord(row: RecordRow): TouchpointRecord {
  const [at, sourceId, eventId, ingestedAt, runId, brandId, categoryId, action, platform, site, exposure] = row;
  const [rating, durationSeconds, valueMinor, currency, quantity, tags, texts] = row.slice(11) as [
    number,
    number,
    string | null,
    string,
    number | null,
    string[],
    string[],
  ];
  const place = { at: Number(at), sourceId, eventId };
  const about = { brandId, categoryId, action, platform, site, exposure };
  const values = { rating, durationSeconds, valueMinor, currency, quantity, tags };
  return {
    ...place,
    ...about,
    ...values,
    ingestedAt: Number(ingestedAt),
    runId,
    texts: Object.fromEntries(textColumns.map(([field], index) => [field, texts[index]!])),
  };
}

/** Row comparison, so that the next page begins exactly where the last one ended, whatever came in between. */
function bound(
  name: "after" | "before",
  sign: "<" | ">",
  cursor: readonly string[] | null,
): readonly { readonly sql: string; readonly params: Record<string, unknown> }[] {
  if (cursor === null) return [];
  const [at, sourceId, eventId] = cursor;
  const place = `(${MILLI(`${name}At`)}, {${name}Source:UInt32}, {${name}Event:String})`;
  return [
    {
      sql: `(occurred_at, source_id, event_id) ${sign} ${place} AND occurred_at ${sign}= ${MILLI(`${name}At`)}`,
      params: { [`${name}At`]: at, [`${name}Source`]: sourceId, [`${name}Event`]: eventId },
    },
  ];
}

/** Conditions in the order of the table's key, so that it narrows the reading. */
function conditions({ scope, filter, sourceIds }: TouchpointQuestion): {
  readonly where: readonly string[];
  readonly params: Record<string, unknown>;
} {
  const { brandId, campaign } = scope;
  const asked = [
    {
      sql: "brand_id IN {brandIds:Array(UInt32)}",
      params: { brandIds: campaign === null ? [brandId] : [brandId, 0] },
    },
    filter.actions != null && {
      sql: "action IN {actions:Array(String)}",
      params: { actions: [...new Set(filter.actions)] },
    },
    filter.platforms != null && {
      sql: "platform IN {platforms:Array(String)}",
      params: { platforms: filter.platforms },
    },
    {
      sql: `occurred_at >= ${MILLI("from")} AND occurred_at < ${MILLI("to")}`,
      params: { from: filter.from.getTime(), to: filter.to.getTime() },
    },
    { sql: "source_id IN {sourceIds:Array(UInt32)}", params: { sourceIds } },
    filter.site != null && { sql: "site = {site:String}", params: { site: filter.site } },
    filter.campaignCode != null && { sql: "campaign = {campaign:String}", params: { campaign: filter.campaignCode } },
    filter.keyword != null && { sql: "keyword = {keyword:String}", params: { keyword: filter.keyword } },
    campaign !== null && {
      sql: `(campaign = {scopeCampaign:String} OR (platform, placement) IN ${placementsSql(campaign.placements)})`,
      params: { scopeCampaign: campaign.code },
    },
  ].filter((part) => part !== false);
  return { where: asked.map(({ sql }) => sql), params: Object.assign({}, ...asked.map(({ params }) => params)) };
}

/** Written into the statement, as a campaign may have 100,000 external ids and a parameter takes 128 KiB; Base64 needs no escapes. */
function placementsSql(placements: readonly { readonly platform: string; readonly externalId: string }[]): string {
  const json = JSON.stringify(placements.map(({ platform, externalId }) => [platform, externalId]));
  const pairs = `JSONExtract(base64Decode('${Buffer.from(json).toString("base64")}'), 'Array(Tuple(String, String))')`;
  return `(SELECT pair.1, pair.2 FROM (SELECT arrayJoin(${pairs}) AS pair))`;
}
