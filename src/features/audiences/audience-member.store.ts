import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps, writeBitmap } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";

/** Frozen members of builds. A build is written once, under an id of its own, so that no other attempt's people mix with it. */
export class AudienceMemberStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async insert(buildId: string, people: RoaringBitmap32): Promise<void> {
    const { stream } = await this.clickhouse.exec({
      query: tagged(
        "audiences.insertMembers",
        `INSERT INTO audience_member SELECT {buildId:UUID}, people FROM input('people AggregateFunction(groupBitmap, UInt32)') FORMAT RowBinary`,
      ),
      query_params: { buildId },
      values: Readable.from([writeBitmap(people)], { objectMode: false }),
    });
    for await (const _ of stream); // an INSERT answers nothing, but the connection is free only at its end
  }

  async find(buildId: string): Promise<RoaringBitmap32> {
    const [people] = await readBitmaps(
      this.clickhouse,
      "audiences.findMembers",
      "SELECT people FROM audience_member WHERE build_id = {buildId:UUID}",
      { buildId },
    );
    if (!people)
      throw new Error(`Members of build ${buildId} must be in ClickHouse, but are not; build its pack again.`);
    return people;
  }
}
