import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import type { TouchpointQuery } from "./leaf-query";
import { leafStatement } from "./leaf-statement";

/** Answers questions about touchpoints. */
export class LeafStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async find(query: TouchpointQuery): Promise<RoaringBitmap32> {
    const { sql, params } = leafStatement(query);
    const [people] = await readBitmaps(this.clickhouse, "audiences.findLeaf", sql, params);
    return people!;
  }
}
