import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { type OverlayId, touchpointRelation } from "../people";

export interface KeywordQuestion {
  readonly brandId: number;
  readonly keyword: string;
  /** Half open. */
  readonly from: Date;
  readonly to: Date;
  /** Sources whose touchpoints may be read. */
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
}

/** Reads how often a keyword was searched. */
export class KeywordSearchStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Searches for the brand with the keyword, in any case and spacing, and the people who made them. */
  async count({
    overlayId,
    ...question
  }: KeywordQuestion): Promise<{ readonly searches: bigint; readonly people: bigint }> {
    const sql = `SELECT toString(count()), toString(uniqExact(ordinal)) FROM ${touchpointRelation(overlayId, "COUNTED")}
      WHERE brand_id = {brandId:UInt32} AND action = 'SEARCH' AND lowerUTF8(trimBoth(keyword)) = lowerUTF8(trimBoth({keyword:String}))
        AND occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
        AND source_id IN {sourceIds:Array(UInt32)} AND exposure = 'SERVED'`;
    const answer = await this.clickhouse.query({
      query: tagged("findingTasks.keywordSearches", sql),
      query_params: { ...question, sourceIds: [...question.sourceIds] },
      format: "JSONCompactEachRow",
    });
    const [row] = await answer.json<[string, string]>();
    return { searches: BigInt(row![0]), people: BigInt(row![1]) };
  }
}
