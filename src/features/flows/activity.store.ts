import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmap } from "../../platform/clickhouse/bitmap";
import { inTime, tagged } from "../../platform/clickhouse/client";
import type { BrandWindow } from "../journeys";
import { touchpointRelation } from "../people";
import type { Action } from "../touchpoints";

/** Whose activity, and which actions make one. */
export interface ActivityQuestion extends Pick<BrandWindow, "brandId" | "zone" | "asOf" | "sourceIds" | "overlayId"> {
  readonly actions: readonly Action[];
}

/** Gaps of a look-back. */
export interface GapCounts {
  /** How often each number of days came. */
  readonly gaps: readonly { readonly value: number; readonly count: number }[];
  /** Who has one at least. */
  readonly people: bigint;
}

const INSTANT = "DateTime64(3, 'UTC')";

/** Presence and days are not changed by a row that is there twice, so nothing is read with FINAL. */
const activity = ({ overlayId }: ActivityQuestion, from: string, until: string): string => `
  FROM ${touchpointRelation(overlayId, "PRESENT")}
  WHERE brand_id = {brandId:UInt32} AND action IN {actions:Array(String)} AND exposure = 'SERVED'
    AND source_id IN {sourceIds:Array(UInt32)} AND occurred_at < least({asOf:${INSTANT}}, ${until}) ${from}`;

/** Reads who was active when. */
export class ActivityStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** Who was active between each of the instants and the next; first, who was before the first. Nobody after the last counts. */
  async between(question: ActivityQuestion, instants: readonly Date[]): Promise<readonly RoaringBitmap32[]> {
    const sql = `SELECT roundDown(toUnixTimestamp64Milli(occurred_at), {begins:Array(Int64)}) AS begin, groupBitmapState(ordinal)
      ${activity(question, "", `{until:${INSTANT}}`)}
      GROUP BY begin`;
    const begins = [0, ...instants.slice(0, -1).map((instant) => instant.getTime())];
    const answer = await inTime(
      this.queries.exec({
        query: `${tagged("flows.activityBetween", sql)} FORMAT RowBinary`,
        query_params: { ...paramsOf(question), begins, until: instants.at(-1)! },
        // An error half-way must be an error, not an answer cut short.
        clickhouse_settings: { wait_end_of_query: 1 },
      }),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const slices = new Map<number, RoaringBitmap32>();
    for (let offset = 0; offset < bytes.length; ) {
      const { bitmap, next } = readBitmap(bytes, offset + 8);
      slices.set(Number(bytes.readBigInt64LE(offset)), bitmap);
      offset = next;
    }
    return begins.map((begin) => slices.get(begin) ?? new RoaringBitmap32());
  }

  /** Gaps between active days of the brand's zone, all of whose days lie in the window. */
  async gaps(question: ActivityQuestion, window: { readonly from: Date; readonly to: Date }): Promise<GapCounts> {
    const sql = `SELECT sumMap(gaps, arrayMap(_ -> toFloat64(1), gaps)) AS counts, toString(countIf(notEmpty(gaps)))
      FROM (
        SELECT arrayPopFront(arrayDifference(arraySort(groupUniqArray(toUInt16(toDate(occurred_at, {zone:String})))))) AS gaps
        ${activity(question, `AND occurred_at >= {from:${INSTANT}}`, `{to:${INSTANT}}`)}
        GROUP BY ordinal
      )`;
    const answer = await inTime(
      this.queries.query({
        query: tagged("flows.gaps", sql),
        query_params: { ...paramsOf(question), zone: question.zone, ...window },
        format: "JSONCompactEachRow",
      }),
    );
    const [row] = await answer.json<[[number[], number[]], string]>();
    const [[days, counts], people] = row!;
    return { gaps: days.map((value, index) => ({ value, count: counts[index]! })), people: BigInt(people) };
  }
}

const paramsOf = ({ brandId, asOf, sourceIds, actions }: ActivityQuestion): Record<string, unknown> => ({
  brandId,
  asOf,
  sourceIds: [...sourceIds],
  actions: [...actions],
});
