import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmap } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import { type OverlayId, touchpointRelation } from "../people";

export interface MemberQuestion {
  readonly brandId: number;
  /** Touchpoints before it count. */
  readonly asOf: Date;
  /** Sources whose touchpoints may be read. */
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
}

/** Reads who is a member. */
export class MemberStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Everybody whose latest joining or leaving was a joining; of one instant the leaving holds. */
  async members({ overlayId, ...question }: MemberQuestion): Promise<RoaringBitmap32> {
    const sql = `SELECT groupBitmapState(ordinal) FROM (
        SELECT ordinal FROM ${touchpointRelation(overlayId, "PRESENT")}
        WHERE brand_id = {brandId:UInt32} AND action IN ('MEMBER_JOIN', 'MEMBER_LEAVE')
          AND occurred_at < {asOf:DateTime64(3, 'UTC')} AND source_id IN {sourceIds:Array(UInt32)}
        GROUP BY ordinal
        HAVING maxIf(occurred_at, action = 'MEMBER_JOIN') > maxIf(occurred_at, action = 'MEMBER_LEAVE')
      ) FORMAT RowBinary`;
    const answer = await this.clickhouse.exec({
      query: tagged("growthHealth.members", sql),
      query_params: { ...question, sourceIds: [...question.sourceIds] },
      // An error half-way must be an error, not an answer cut short.
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    return bytes.length === 0 ? new RoaringBitmap32() : readBitmap(bytes, 0).bitmap;
  }
}
