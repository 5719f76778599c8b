import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { MAX_LIST_QUERY_BYTES, numberIn } from "../../platform/clickhouse/number-list";
import { touchpointRelation } from "../people";
import { IS_OPEN, type MemberQuestion, memberParams, memberships, OF_MEMBERS } from "./membership-sql";

/** Who is a member, person by person. */
export class MemberKeyStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Of these people those who are members at the question's `until`. */
  async findMembers(question: MemberQuestion, people: readonly number[]): Promise<ReadonlySet<number>> {
    const sql = `SELECT ordinal FROM (${memberships(question)}) WHERE ${IS_OPEN} AND ${numberIn("ordinal", "UInt32", people)}`;
    return new Set((await this.rows<[number]>("members.findMembers", sql, question)).map(([ordinal]) => ordinal));
  }

  /** By member, the stored key of the identity that joined last: the account that benefits go to. */
  async findAccounts(question: MemberQuestion): Promise<ReadonlyMap<number, string>> {
    const sql = `SELECT ordinal, toString(argMax(identity_key, (occurred_at, identity_key)))
      FROM ${touchpointRelation(question.overlayId, "PRESENT")}
      WHERE ${OF_MEMBERS} AND action = 'MEMBER_JOIN'
        AND ordinal GLOBAL IN (SELECT ordinal FROM (${memberships(question)}) WHERE ${IS_OPEN})
      GROUP BY ordinal`;
    return new Map(await this.rows<[number, string]>("members.findAccounts", sql, question));
  }

  private async rows<Row>(place: string, sql: string, question: MemberQuestion): Promise<readonly Row[]> {
    const answer = await this.clickhouse.query({
      query: tagged(place, sql),
      query_params: memberParams(question),
      format: "JSONCompactEachRow",
      clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
    });
    return answer.json<Row>();
  }
}
