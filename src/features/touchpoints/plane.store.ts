import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import type { NamedInserts } from "../../platform/clickhouse/named-inserts";
import { MAX_LIST_QUERY_BYTES, numberList } from "../../platform/clickhouse/number-list";
import { insertsOfChunk } from "../people";
import type { SealedTouchpoint } from "./seal-touchpoint";

export type EventKey = Pick<SealedTouchpoint, "day" | "eventId" | "eventHash" | "payloadHash">;

export interface PlaneRow {
  readonly json: string;
  readonly ordinal: number;
  readonly identityKey: string;
}

export interface Origin {
  readonly sourceId: number;
  readonly runId: string;
  readonly chunk: number;
  readonly ingestedAt: Date;
}

/** Hashes in one look-up: a list of this length is 2 MB of query text. */
const HASHES_PER_QUERY = 100_000;

/** Steps 2 to 4 of the intake protocol in ClickHouse; each can be run again without a change. */
export class PlaneStore {
  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
    private readonly inserts: NamedInserts,
  ) {}

  /** Payload hashes of those of the keys that were seen, by "day eventId". The hash list only narrows; event ids decide. */
  async findSeen(sourceId: number, keys: readonly EventKey[]): Promise<ReadonlyMap<string, bigint>> {
    const seen = new Map<string, bigint>();
    for (let from = 0; from < keys.length; from += HASHES_PER_QUERY) {
      const part = keys.slice(from, from + HASHES_PER_QUERY);
      const answer = await this.clickhouse.query({
        query: tagged(
          "plane.findSeen",
          `SELECT toString(day), event_id, toString(payload_hash) FROM touchpoint_key
           WHERE source_id = {sourceId:UInt32} AND day IN {days:Array(Date)} AND event_hash IN (${numberList(
             "UInt64",
             part.map((key) => key.eventHash),
           )})`,
        ),
        query_params: { sourceId, days: [...new Set(part.map((key) => key.day))] },
        format: "JSONCompactEachRow",
        clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
      });
      for (const [day, eventId, hash] of await answer.json<[string, string, string]>()) {
        seen.set(`${day} ${eventId}`, BigInt(hash));
      }
    }
    return seen;
  }

  async insertTouchpoints(rows: readonly PlaneRow[], origin: Origin): Promise<void> {
    const shared = `"source_id":${origin.sourceId},"run_id":"${origin.runId}","chunk":${origin.chunk},"ingested_at":${origin.ingestedAt.getTime()}}\n`;
    await this.insertLines(
      "touchpoint",
      origin.chunk,
      rows.map(
        ({ json, ordinal, identityKey }) =>
          `${json.slice(0, -1)},"ordinal":${ordinal},"identity_key":"${identityKey}",${shared}`,
      ),
    );
  }

  async insertKeys(keys: readonly EventKey[], { sourceId, chunk }: Pick<Origin, "sourceId" | "chunk">): Promise<void> {
    await this.insertLines(
      "touchpoint_key",
      chunk,
      keys.map(
        (key) =>
          `[${sourceId},"${key.day}",${key.eventHash},${JSON.stringify(key.eventId)},${key.payloadHash},${chunk}]\n`,
      ),
    );
  }

  /**
   * From now on no row of these chunks comes in any more: ClickHouse refuses those whose insert begins later, and inserts that
   * had begun are ended.
   */
  async refuseChunks(chunks: readonly number[]): Promise<void> {
    await this.mutations.run({
      place: "plane.refuseChunks",
      table: "dead_chunk",
      statement: (rows) => `INSERT INTO ${rows} SELECT arrayJoin({chunks:Array(UInt32)})`,
      params: { chunks: [...chunks] },
    });
    await this.inserts.end(chunks.map(insertsOfChunk));
  }

  /** Takes away all that these chunks wrote; of no effect on a second call. */
  async wipeChunks(chunks: readonly number[]): Promise<void> {
    for (const table of ["touchpoint_key", "identity_link", "touchpoint"]) {
      await this.mutations.run({
        place: "plane.wipeChunks",
        table,
        statement: (rows) => `DELETE FROM ${rows} WHERE chunk IN {chunks:Array(UInt32)}`,
        params: { chunks: [...chunks] },
      });
    }
  }

  /** Sends rows that are text already; the client would stringify each once more. */
  private async insertLines(
    table: "touchpoint" | "touchpoint_key",
    chunk: number,
    lines: readonly string[],
  ): Promise<void> {
    if (lines.length === 0) return;
    const format = table === "touchpoint" ? "JSONEachRow" : "JSONCompactEachRow";
    const { stream } = await this.clickhouse.exec({
      query: tagged("plane.insertLines", `INSERT INTO ${table} FORMAT ${format}`),
      query_id: this.inserts.name(insertsOfChunk(chunk)),
      values: Readable.from([Buffer.from(lines.join(""))]),
    });
    stream.resume(); // an insert answers nothing; an unread answer would hold its connection
  }
}
