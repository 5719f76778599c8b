import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { readNumbers } from "../../platform/clickhouse/read-numbers";
import type { DidQuery, TouchpointQuery } from "./leaf-query";
import { bitmapStatement, countStatement } from "./leaf-statement";

/** Answers questions about touchpoints. */
export class LeafStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Of a question without a count. */
  async find(query: TouchpointQuery): Promise<RoaringBitmap32> {
    const { sql, params } = bitmapStatement(query);
    const [people] = await readBitmaps(this.clickhouse, "audiences.findLeaf", sql, params);
    return people!;
  }

  /** The person of each matching touchpoint, as they come. */
  streamPeople(query: DidQuery): AsyncIterable<Uint32Array> {
    const { sql, params } = countStatement(query);
    return readNumbers(this.clickhouse, "audiences.streamPeople", sql, params);
  }
}
