import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import type { ShareQuery } from "./person-leaf-query";
import { PART_OF_PERSON } from "./random-share";

/** Draws numbers, also those that nobody has; ClickHouse does it without stopping this process. */
export class RandomShareStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async find({ key, from, to, bound }: ShareQuery): Promise<RoaringBitmap32> {
    const [people] = await readBitmaps(
      this.clickhouse,
      "audiences.findShare",
      `SELECT groupBitmapState(ordinal) FROM (SELECT toUInt32(number) AS ordinal FROM numbers({bound:UInt64}))
       WHERE ${PART_OF_PERSON} BETWEEN {from:UInt32} AND {last:UInt32}`,
      { k0: key[0], k1: key[1], from, last: to - 1, bound },
    );
    return people!;
  }
}
