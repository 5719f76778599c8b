import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { HoldReason } from "./apply-links";

export interface GraphCounts {
  readonly people: bigint;
  readonly identities: bigint;
  readonly links: bigint;
}

/**
 * Keys that an organisation can have seen, by its sources and the cloud's and in its own uploads. Who brought an identity
 * first must not matter: otherwise a count that stands still tells that somebody else knows whom one has just sent.
 */
export const SEEN = `
  SELECT identity_key FROM touchpoint WHERE source_id IN {sourceIds:Array(UInt32)}
  UNION ALL SELECT arrayJoin([key_a, key_b]) FROM identity_link WHERE source_id IN {sourceIds:Array(UInt32)}
  UNION ALL SELECT identity_key FROM identity_consent WHERE organisation_id = {organisation:UUID}
  UNION ALL SELECT identity_key FROM person_attribute WHERE organisation_id = {organisation:UUID}`;

/** Counts over the whole graph, for operators and administrators: one pass over a column or two each, with the keys in memory. */
export class IdentityGraphStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Of identities and links that the sources or the organisation's uploads named. */
  async count(organisation: string, sourceIds: readonly number[]): Promise<GraphCounts> {
    const [[people, identities] = ["0", "0"]] = await this.select<[string, string]>(
      "people.countIdentities",
      `SELECT toString(uniqExact(ordinal)), toString(count())
       FROM (SELECT argMax(ordinal, version) AS ordinal FROM identity WHERE key GLOBAL IN (${SEEN}) GROUP BY key)`,
      { organisation, sourceIds },
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
