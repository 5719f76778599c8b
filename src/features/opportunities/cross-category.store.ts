import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmap } from "../../platform/clickhouse/bitmap";
import { inTime, tagged } from "../../platform/clickhouse/client";
import type { BrandWindow } from "../journeys";
import { touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";

/** Baskets with a category, and those of them that hold the own category too; with whose they are. */
export interface CategoryBaskets {
  /** 0: baskets of whatever. */
  readonly categoryId: number;
  readonly baskets: number;
  readonly both: number;
  readonly people: RoaringBitmap32;
  readonly bothPeople: RoaringBitmap32;
}

const INSTANT = "DateTime64(3, 'UTC')";
const HEAD_BYTES = 20;

export class CrossCategoryStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** A basket is a net order of one person, of whatever brands. */
  async findBaskets(window: BrandWindow, categoryIds: readonly number[]): Promise<readonly CategoryBaskets[]> {
    const sql = `
      SELECT category, toUInt64(count()), toUInt64(countIf(is_own)), groupBitmapState(ordinal), groupBitmapStateIf(ordinal, is_own)
      FROM (
        SELECT ordinal, is_own, arrayJoin(arrayDistinct(arrayPushBack(categories, toUInt32(0)))) AS category
        FROM (
          SELECT ordinal, groupUniqArrayIf(category_id, action = 'ORDER' AND category_id != 0) AS categories,
            hasAny(categories, {categoryIds:Array(UInt32)}) AS is_own, minIf(occurred_at, action = 'ORDER') AS ordered_at
          FROM ${touchpointRelation(window.overlayId, "COUNTED")}
          WHERE ${IS_TRADE} AND occurred_at < {to:${INSTANT}} AND source_id IN {sourceIds:Array(UInt32)}
          GROUP BY ordinal, ${ORDER_KEY}
          HAVING ${IS_NET_ORDER} AND ordered_at >= {from:${INSTANT}}
        )
      )
      GROUP BY category`;
    const answer = await inTime(
      this.queries.exec({
        query: `${tagged("opportunities.findBaskets", sql)} FORMAT RowBinary`,
        query_params: {
          ...{ from: window.from, to: window.to, sourceIds: [...window.sourceIds] },
          categoryIds: [...categoryIds],
        },
        clickhouse_settings: { wait_end_of_query: 1 },
      }),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    return readRows(Buffer.concat(chunks));
  }
}

function readRows(bytes: Buffer): readonly CategoryBaskets[] {
  const rows: CategoryBaskets[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const all = readBitmap(bytes, offset + HEAD_BYTES);
    const both = readBitmap(bytes, all.next);
    rows.push({
      categoryId: bytes.readUInt32LE(offset),
      baskets: Number(bytes.readBigUInt64LE(offset + 4)),
      both: Number(bytes.readBigUInt64LE(offset + 12)),
      people: all.bitmap,
      bothPeople: both.bitmap,
    });
    offset = both.next;
  }
  return rows;
}
