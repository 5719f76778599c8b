import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { TouchpointColumns } from "./touchpoint";

/** The key of an event with the hash of what it says. */
export interface EventKey {
  /** UTC day, e.g. 2025-11-11. */
  readonly day: string;
  readonly eventId: string;
  readonly eventHash: bigint;
  readonly payloadHash: bigint;
}

export interface PlaneRow {
  readonly columns: TouchpointColumns;
  readonly ordinal: number;
  readonly identityKey: string;
}

/** Hashes in one look-up: a list of this length is 2 MB of query text. */
const HASHES_PER_QUERY = 100_000;

/** Steps 2 to 4 of the intake protocol in ClickHouse; each can be run again without a change. */
export class PlaneStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Payload hashes of those of the keys that were seen, by "day eventId". The hash list only narrows; event ids decide. */
  async findSeen(sourceId: number, keys: readonly EventKey[]): Promise<ReadonlyMap<string, bigint>> {
    const seen = new Map<string, bigint>();
    for (let from = 0; from < keys.length; from += HASHES_PER_QUERY) {
      const part = keys.slice(from, from + HASHES_PER_QUERY);
      const answer = await this.clickhouse.query({
        query: tagged(
          "plane.findSeen",
          `SELECT toString(day), event_id, toString(payload_hash) FROM touchpoint_key
           WHERE source_id = {sourceId:UInt32} AND day IN {days:Array(Date)} AND event_hash IN (${part.map((key) => key.eventHash.toString()).join(",")})`,
        ),
        query_params: { sourceId, days: [...new Set(part.map((key) => key.day))] },
        format: "JSONCompactEachRow",
        clickhouse_settings: { max_query_size: "100000000" },
      });
      for (const [day, eventId, payloadHash] of await answer.json<[string, string, string]>())
        seen.set(`${day} ${eventId}`, BigInt(payloadHash));
    }
    return seen;
  }

  async insertTouchpoints(
    rows: readonly PlaneRow[],
    origin: { readonly sourceId: number; readonly runId: string; readonly ingestedAt: Date },
  ): Promise<void> {
    if (rows.length === 0) return;
    const shared = { source_id: origin.sourceId, run_id: origin.runId, ingested_at: origin.ingestedAt.getTime() };
    await this.clickhouse.insert({
      table: "touchpoint",
      format: "JSONEachRow",
      values: rows.map(({ columns, ordinal, identityKey }) => ({
        ...columns,
        ...shared,
        ordinal,
        identity_key: identityKey,
      })),
    });
  }

  async insertKeys(sourceId: number, keys: readonly EventKey[]): Promise<void> {
    if (keys.length === 0) return;
    await this.clickhouse.insert({
      table: "touchpoint_key",
      format: "JSONEachRow",
      values: keys.map((key) => ({
        source_id: sourceId,
        day: key.day,
        event_id: key.eventId,
        event_hash: key.eventHash.toString(),
        payload_hash: key.payloadHash.toString(),
      })),
    });
  }
}
