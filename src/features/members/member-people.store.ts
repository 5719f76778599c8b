import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmap } from "../../platform/clickhouse/bitmap";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { IS_OPEN, type MemberQuestion, memberParams, memberships } from "./membership-sql";

/** Says who is a member, for figures that cross members with others. */
export class MemberPeopleStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Everybody who is a member at `until`. */
  async members(question: MemberQuestion): Promise<RoaringBitmap32> {
    const answer = await inTime(
      this.clickhouse.exec({
        query: tagged(
          "members.members",
          `SELECT groupBitmapState(ordinal) FROM (${memberships(question)}) WHERE ${IS_OPEN} FORMAT RowBinary`,
        ),
        query_params: memberParams(question),
        // An error half-way must be an error, not an answer cut short.
        clickhouse_settings: { wait_end_of_query: 1 },
      }),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    return bytes.length === 0 ? new RoaringBitmap32() : readBitmap(bytes, 0).bitmap;
  }
}
