import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { readNativeBlocks } from "../../platform/clickhouse/native-blocks";
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
  async *streamPeople({ sql, params }: LeafStatement): AsyncGenerator<Uint32Array> {
    const read = { place: "audiences.streamPeople", sql, params, types: { ordinal: "UInt32" } } as const;
    for await (const { columns } of readNativeBlocks(this.clickhouse, read)) yield columns.ordinal;
  }
}
