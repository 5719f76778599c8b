import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";

/** Who scored how high, by percentile. A model is written once, under an id of its own, which nobody reads until it is published. */
export class LookAlikePercentileStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async findTop(modelId: string, percent: number): Promise<RoaringBitmap32> {
    const found = await readBitmaps(
      this.clickhouse,
      "opportunities.findTop",
      "SELECT people FROM look_alike_percentile WHERE model_id = {modelId:UUID} AND percentile <= {percent:UInt8}",
      { modelId, percent },
    );
    return RoaringBitmap32.orMany(found);
  }
}
