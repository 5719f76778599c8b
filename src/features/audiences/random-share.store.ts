import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import type { ShareQuery } from "./person-leaf-query";

/** Draws numbers, also those that nobody has; ClickHouse does it without stopping this process. */
export class RandomShareStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async find({ key, from, to, parts, bound }: ShareQuery): Promise<RoaringBitmap32> {
    const [people] = await readBitmaps(
      this.clickhouse,
      "audiences.findShare",
      `SELECT groupBitmapState(ordinal) FROM (SELECT toUInt32(number) AS ordinal FROM numbers({bound:UInt64}))
       WHERE sipHash64Keyed(({k0:UInt64}, {k1:UInt64}), ordinal) % {parts:UInt32} BETWEEN {from:UInt32} AND {last:UInt32}`,
      { k0: key[0], k1: key[1], from, last: to - 1, parts, bound },
    );
    return people!;
  }
}
