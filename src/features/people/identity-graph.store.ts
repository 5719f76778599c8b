import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { HoldReason } from "./apply-links";

export interface GraphCounts {
  readonly people: bigint;
  readonly identities: bigint;
  readonly links: bigint;
}

/** Counts over the whole graph, for operators and administrators: one pass over a column or two each. */
export class IdentityGraphStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Of identities and links that the sources brought. */
  async count(sourceIds: readonly number[]): Promise<GraphCounts> {
    const [[people, identities] = ["0", "0"]] = await this.select<[string, string]>(
      "people.countIdentities",
      `SELECT toString(uniqExact(ordinal)), toString(count()) FROM (
         SELECT argMax(ordinal, version) AS ordinal FROM identity WHERE source_id IN {sourceIds:Array(UInt32)} GROUP BY key)`,
      { sourceIds },
    );
    const [[links] = ["0"]] = await this.select<[string]>(
      "people.countLinks",
      `SELECT toString(uniqExact(least(key_a, key_b), greatest(key_a, key_b))) FROM identity_link
       WHERE source_id IN {sourceIds:Array(UInt32)} AND key_a != key_b`,
      { sourceIds },
    );
    return { people: BigInt(people), identities: BigInt(identities), links: BigInt(links) };
  }

  async countHeld(): Promise<ReadonlyMap<HoldReason, bigint>> {
    const rows = await this.select<[HoldReason, string]>(
      "people.countHeld",
      "SELECT toString(reason), toString(count()) FROM identity_link_hold FINAL WHERE reason != 'NONE' GROUP BY reason",
      {},
    );
    return new Map(rows.map(([reason, links]) => [reason, BigInt(links)]));
  }

  private async select<Row>(place: string, sql: string, params: Record<string, unknown>): Promise<Row[]> {
    const answer = await this.clickhouse.query({
      query: tagged(place, sql),
      query_params: params,
      format: "JSONCompactEachRow",
    });
    return answer.json<Row>();
  }
}
