import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmapRows } from "../../platform/clickhouse/bitmap";
import { inTime } from "../../platform/clickhouse/client";
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
    const rows = await inTime(
      readBitmapRows(this.queries, "opportunities.findBaskets", sql, {
        params: { from: window.from, to: window.to, sourceIds: [...window.sourceIds], categoryIds: [...categoryIds] },
        headBytes: 20,
        bitmaps: 2,
      }),
    );
    return rows.map(({ head, people: [people, bothPeople] }) => ({
      categoryId: head.readUInt32LE(0),
      baskets: Number(head.readBigUInt64LE(4)),
      both: Number(head.readBigUInt64LE(12)),
      people: people!,
      bothPeople: bothPeople!,
    }));
  }
}
