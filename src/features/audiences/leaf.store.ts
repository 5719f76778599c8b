import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { PersonCounter } from "../../engines/segmentation/person-counter";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { readNumbers } from "../../platform/clickhouse/read-numbers";
import type { TouchpointQuery } from "./leaf-query";
import { leafStatement } from "./leaf-statement";

/** Answers questions about touchpoints. */
export class LeafStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async find(query: TouchpointQuery): Promise<RoaringBitmap32> {
    const { answers, sql, params } = leafStatement(query);
    if (answers === "ROWS" && query.kind === "DID") return this.count(query.atLeast, sql, params);
    const [people] = await readBitmaps(this.clickhouse, "audiences.findLeaf", sql, params);
    return people!;
  }

  private async count(enough: number, sql: string, params: Record<string, unknown>): Promise<RoaringBitmap32> {
    const counter = new PersonCounter(enough);
    for await (const people of readNumbers(this.clickhouse, "audiences.countLeaf", sql, params)) counter.add(people);
    return counter.people();
  }
}
