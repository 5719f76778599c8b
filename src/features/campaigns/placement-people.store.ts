import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmap } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import { pairList } from "../../platform/clickhouse/pair-list";
import { type OverlayId, touchpointRelation } from "../people";

export interface PlacementQuestion {
  readonly brandId: number;
  /** Half open. */
  readonly from: Date;
  readonly to: Date;
  /** Platform and external id, as touchpoints name placements. */
  readonly placements: readonly (readonly [platform: string, externalId: string])[];
  /** Sources whose touchpoints may be read. */
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
}

/** Room for parameters, which the statement's size limit includes. */
const PARAMETERS_LENGTH = 1_000_000;

/** Reads whom placements reached. */
export class PlacementPeopleStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Everybody with a served touchpoint of one of them in the window, about the brand or about none. Presence needs no FINAL. */
  async reached({ overlayId, placements, ...question }: PlacementQuestion): Promise<RoaringBitmap32> {
    const sql = `SELECT groupBitmapState(ordinal) FROM ${touchpointRelation(overlayId, "PRESENT")}
      WHERE brand_id IN ({brandId:UInt32}, 0) AND occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
        AND source_id IN {sourceIds:Array(UInt32)} AND exposure = 'SERVED' AND (platform, placement) IN ${pairList(placements)}
      FORMAT RowBinary`;
    const query = tagged("campaigns.placementPeople", sql);
    const answer = await this.clickhouse.exec({
      query,
      query_params: { ...question, sourceIds: [...question.sourceIds] },
      clickhouse_settings: {
        max_query_size: String(query.length + PARAMETERS_LENGTH),
        // An error half-way must be an error, not an answer cut short.
        wait_end_of_query: 1,
      },
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    return bytes.length === 0 ? new RoaringBitmap32() : readBitmap(bytes, 0).bitmap;
  }
}
