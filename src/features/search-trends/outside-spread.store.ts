import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { readBitmapRows } from "./bitmap-rows.store";
import { dayNumbered, daysSinceEpoch } from "./days";

import type { SearchQuestion } from "./search-question";
import { type SearchSelection, searchParams, searchRelation } from "./search-sql";

/** Who met a subject: on each day from the first on, and under "" before it. */
export type MetByDay = ReadonlyMap<string, RoaringBitmap32>;

/** Reads who met a product or a keyword, day by day. */
export class OutsideSpreadStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** By touchpoints about the product other than being shown it. */
  touched(question: SearchQuestion, product: string, firstDay: string): Promise<MetByDay> {
    const day = "toInt32(toDate(occurred_at, {zone:String}))";
    const sql = `SELECT ${bucketSql(day, firstDay)} AS bucket, groupBitmapState(ordinal)
      FROM ${touchpointRelation(question.window.overlayId, "PRESENT")}
      WHERE ${OF_BRAND} AND action != 'IMPRESSION' AND ${IN_TIME} AND ${IS_CONTACT} AND product = {product:String}
      GROUP BY bucket`;
    const params = { ...windowParams(question.window), zone: question.window.zone, product };
    return this.byDay("outsideSpread.touched", sql, params);
  }

  /** By searches of the brand. */
  searched(question: SearchQuestion, selection: SearchSelection, firstDay: string): Promise<MetByDay> {
    const sql = `SELECT ${bucketSql("day", firstDay)} AS bucket, groupBitmapMergeState(people)
      FROM ${searchRelation(question, selection)} GROUP BY bucket`;
    return this.byDay("outsideSpread.searched", sql, searchParams(question, selection));
  }

  private async byDay(place: string, sql: string, params: Record<string, unknown>): Promise<MetByDay> {
    const rows = await readBitmapRows(this.queries, { place, sql, params, headBytes: 4 });
    return new Map(
      rows.map(({ head, people: [met] }) => [head.readInt32LE(0) === 0 ? "" : dayNumbered(head.readInt32LE(0)), met!]),
    );
  }
}

const bucketSql = (day: string, firstDay: string): string =>
  `toInt32(if(${day} < ${daysSinceEpoch(firstDay)}, 0, ${day}))`;
