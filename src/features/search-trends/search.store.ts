import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { PARAMETERS_LENGTH, readBitmapRows } from "./bitmap-rows.store";
import { type Days, dayNumbered, daysSinceEpoch } from "./days";
import { classNumbered, type SearchClass } from "./search-class";
import type { SearchQuestion } from "./search-question";
import { searchParams, searchRelation } from "./search-sql";

/** Searches of one class. */
export interface ClassSearches {
  readonly searchClass: SearchClass;
  readonly searches: bigint;
  readonly people: RoaringBitmap32;
}

export interface DailySearches {
  readonly keyword: string;
  readonly day: string;
  readonly searches: bigint;
  readonly people: bigint;
}

/** One of several stretches of days, by its place in the question. */
export interface PeriodSearches {
  readonly keyword: string;
  readonly period: number;
  readonly searches: bigint;
  readonly people: bigint;
}

/** A keyword that was searched more on the last day than a week before. */
export interface GrownKeyword {
  readonly keyword: string;
  readonly searchClass: SearchClass;
  readonly product: string;
  /** Days with a search, in no order. */
  readonly days: readonly { readonly day: string; readonly searches: number; readonly people: number }[];
}

/** Reads a brand's searches. */
export class SearchStore {
  constructor(private readonly queries: ClickHouseClient) {}

  async byClass(question: SearchQuestion): Promise<readonly ClassSearches[]> {
    const rows = await readBitmapRows(this.queries, {
      place: "searches.byClass",
      sql: `SELECT toUInt8(class), toUInt64(sum(searches)), groupBitmapMergeState(people) FROM ${searchRelation(question)} GROUP BY class`,
      params: searchParams(question),
      headBytes: 9,
    });
    return rows.map(({ head, people: [people] }) => ({
      searchClass: classNumbered(head.readUInt8(0)),
      searches: head.readBigUInt64LE(1),
      people: people!,
    }));
  }

  /** Days with a search of one of the keywords, in no order. */
  async daily(question: SearchQuestion, keywords: readonly string[]): Promise<readonly DailySearches[]> {
    const rows = await this.rows<[string, number, string, string]>(
      "searches.daily",
      `SELECT keyword, day, toString(sum(searches)), toString(groupBitmapMerge(people))
       FROM ${searchRelation(question, { keywords })} GROUP BY keyword, day`,
      searchParams(question, { keywords }),
    );
    return rows.map(([keyword, day, searches, people]) => ({
      keyword,
      day: dayNumbered(day),
      searches: BigInt(searches),
      people: BigInt(people),
    }));
  }

  /** The question's days span the periods. */
  async byPeriod(
    question: SearchQuestion,
    keywords: readonly string[],
    periods: readonly Days[],
  ): Promise<readonly PeriodSearches[]> {
    const isIn = periods.map(({ from, to }) => `day >= ${daysSinceEpoch(from)} AND day < ${daysSinceEpoch(to)}`);
    const rows = await this.rows<[string, number, string, string]>(
      "searches.byPeriod",
      `SELECT keyword, toUInt8(period), toString(sum(searches)), toString(groupBitmapMerge(people))
       FROM ${searchRelation(question, { keywords })}
       ARRAY JOIN arrayFilter(place -> [${isIn.join(", ")}][place + 1], range(${periods.length})) AS period
       GROUP BY keyword, period`,
      searchParams(question, { keywords }),
    );
    return rows.map(([keyword, period, searches, people]) => ({
      keyword,
      period,
      searches: BigInt(searches),
      people: BigInt(people),
    }));
  }

  /** At most `limit` keywords with at least `floor` searches on the day and more than a week before, the most searched first. */
  async grown(
    question: SearchQuestion,
    { day, lagDays, floor, limit }: { day: string; lagDays: number; floor: number; limit: number },
  ): Promise<readonly GrownKeyword[]> {
    const last = daysSinceEpoch(day);
    const rows = await this.rows<[string, number, string, [number, string, string][]]>(
      "searches.grown",
      `SELECT keyword, argMax(first_class, day), argMax(first_product, day), groupArray((day, toString(times), toString(heads)))
       FROM (
         SELECT keyword, day, min(class) AS first_class, argMin(product, class) AS first_product, sum(searches) AS times,
           groupBitmapMerge(people) AS heads
         FROM ${searchRelation(question)} GROUP BY keyword, day
       )
       GROUP BY keyword
       HAVING sumIf(times, day = ${last}) >= {floor:UInt64}
         AND sumIf(times, day = ${last}) > sumIf(times, day = ${last - lagDays})
       ORDER BY sumIf(times, day = ${last}) DESC, keyword LIMIT {limit:UInt32}`,
      { ...searchParams(question), floor, limit },
    );
    return rows.map(([keyword, classNumber, product, days]) => ({
      keyword,
      searchClass: classNumbered(classNumber),
      product,
      days: days.map(([number, searches, people]) => ({
        day: dayNumbered(number),
        searches: Number(searches),
        people: Number(people),
      })),
    }));
  }

  /** The first day of the question with a search about the brand; null without any. */
  async firstDay({ window }: SearchQuestion): Promise<string | null> {
    const [row] = await this.rows<[string, number]>(
      "searches.firstDay",
      `SELECT toString(count()), toInt32(toDate(min(occurred_at), {zone:String}))
       FROM ${touchpointRelation(window.overlayId, "PRESENT")}
       WHERE ${OF_BRAND} AND action = 'SEARCH' AND ${IN_TIME} AND ${IS_CONTACT} AND keyword != ''`,
      { ...windowParams(window), zone: window.zone },
    );
    return row![0] === "0" ? null : dayNumbered(row![1]);
  }

  private async rows<Row>(place: string, sql: string, params: Record<string, unknown>): Promise<readonly Row[]> {
    const query = tagged(place, sql);
    const answer = this.queries.query({
      query,
      query_params: params,
      format: "JSONCompactEachRow",
      clickhouse_settings: { max_query_size: String(query.length + PARAMETERS_LENGTH) },
    });
    return inTime(answer.then((rows) => rows.json<Row>()));
  }
}
