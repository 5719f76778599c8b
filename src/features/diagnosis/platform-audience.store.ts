import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmap } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import { type OverlayId, touchpointRelation } from "../people";

export interface AudienceQuestion {
  /** Half open. */
  readonly from: Date;
  readonly to: Date;
  /** Sources whose touchpoints may be read. */
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
}

/** Reads who was on which platform. */
export class PlatformAudienceStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Everybody with a served touchpoint there in the window, whatever brand it was about. Presence needs no FINAL. */
  async read({ overlayId, ...question }: AudienceQuestion): Promise<ReadonlyMap<string, RoaringBitmap32>> {
    const sql = `SELECT toString(platform), groupBitmapState(ordinal) FROM ${touchpointRelation(overlayId, "PRESENT")}
      WHERE occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
        AND source_id IN {sourceIds:Array(UInt32)} AND exposure = 'SERVED' AND platform != ''
      GROUP BY platform FORMAT RowBinary`;
    const answer = await this.clickhouse.exec({
      query: tagged("diagnosis.platformAudiences", sql),
      query_params: { ...question, sourceIds: [...question.sourceIds] },
      // An error half-way must be an error, not an answer cut short.
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const audiences = new Map<string, RoaringBitmap32>();
    for (let offset = 0; offset < bytes.length; ) {
      const nameEnd = offset + 1 + bytes.readUInt8(offset);
      const { bitmap, next } = readBitmap(bytes, nameEnd);
      audiences.set(bytes.toString("utf8", offset + 1, nameEnd), bitmap);
      offset = next;
    }
    return audiences;
  }
}
