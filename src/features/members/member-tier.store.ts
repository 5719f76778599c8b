import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps, writeBitmap } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";

/** `row` below in the table's terms. */
const ROW = "tier UInt8, people AggregateFunction(groupBitmap, UInt32)";

/** Members by tier. An evaluation is written once, under an id of its own, which nobody reads until it is published. */
export class MemberTierStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async insert(evaluationId: string, tiers: readonly RoaringBitmap32[]): Promise<void> {
    const rows = tiers.map((people, tier) => Buffer.concat([Buffer.from([tier]), writeBitmap(people)]));
    const { stream } = await this.clickhouse.exec({
      query: tagged(
        "members.insertTiers",
        `INSERT INTO member_tier SELECT {evaluationId:UUID}, tier, people FROM input('${ROW}') FORMAT RowBinary`,
      ),
      query_params: { evaluationId },
      values: Readable.from(rows, { objectMode: false }),
    });
    for await (const _ of stream); // an INSERT answers nothing, but the connection is free only at its end
  }

  /** Of every tier, lowest first. */
  async find(evaluationId: string, tiers: number): Promise<readonly RoaringBitmap32[]> {
    const found = await readBitmaps(
      this.clickhouse,
      "members.findTiers",
      "SELECT people FROM member_tier WHERE evaluation_id = {evaluationId:UUID} ORDER BY tier",
      { evaluationId },
    );
    if (found.length === tiers) return found;
    throw new Error(`Evaluation ${evaluationId} must have ${tiers} tiers in ClickHouse, but has ${found.length}`);
  }
}
