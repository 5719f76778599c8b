import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { readNumbers } from "../../platform/clickhouse/read-numbers";
import type { LeafStatement } from "./statement-window";

/** What ClickHouse answers to the statements of leaves. */
export class LeafStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Of a statement that answers one bitmap. */
  async findBitmap({ sql, params }: LeafStatement): Promise<RoaringBitmap32> {
    const [people] = await readBitmaps(this.clickhouse, "audiences.findLeaf", sql, params);
    return people!;
  }

  /** The person of each matching touchpoint, as they come. */
  streamPeople({ sql, params }: LeafStatement): AsyncIterable<Uint32Array> {
    return readNumbers(this.clickhouse, "audiences.streamPeople", sql, params);
  }
}
