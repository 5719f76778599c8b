import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { insertRows } from "../../platform/clickhouse/insert-rows";
import type { Mutations } from "../../platform/clickhouse/mutations";
import type { NamedInserts } from "../../platform/clickhouse/named-inserts";
import { MAX_LIST_QUERY_BYTES, numberList } from "../../platform/clickhouse/number-list";
import { insertsOfChunk } from "../people";
import type { SealedTouchpoint } from "./seal-touchpoint";
import type { TouchpointColumns } from "./touchpoint";
import { touchpointColumns, writeTouchpoint } from "./write-touchpoint";

export type EventKey = Pick<SealedTouchpoint, "day" | "eventId" | "eventHash" | "payloadHash">;

export interface PlaneRow {
  readonly columns: TouchpointColumns;
  readonly ordinal: number;
  readonly identityKey: string;
}

export interface Origin {
  readonly sourceId: number;
  readonly runId: string;
  readonly chunk: number;
  readonly ingestedAt: Date;
}

const DAY_MS = 86_400_000;
/** Hashes in one look-up: a list of this length is 1 MB of query text. */
const HASHES_PER_QUERY = 100_000;

/**
 * Rows of a chunk are of different events, so ClickHouse need not look for such as replace one another before it writes them:
 * an insert of 500,000 touchpoints took 0.57 in place of 1.37 s of CPU.
 */
export const INSERT_SETTINGS = { optimize_on_insert: 0 } as const;

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
    await insertRows(this.clickhouse, {
      place: "plane.insertTouchpoints",
      table: "touchpoint",
      queryId: this.inserts.name(insertsOfChunk(origin.chunk)),
      columns: [...touchpointColumns, "ordinal", "identity_key"],
      rows,
      settings: INSERT_SETTINGS,
      write: (to, { columns, ordinal, identityKey }) => {
        writeTouchpoint(to, columns);
        to.uint32(ordinal);
        to.uint128(BigInt(identityKey));
      },
      shared: {
        columns: ["source_id", "run_id", "chunk", "ingested_at"],
        write: (to) => {
          to.uint32(origin.sourceId);
          to.uuid(origin.runId);
          to.uint32(origin.chunk);
          to.time(origin.ingestedAt.getTime());
        },
      },
    });
  }

  async insertKeys(keys: readonly EventKey[], { sourceId, chunk }: Pick<Origin, "sourceId" | "chunk">): Promise<void> {
    const days = new Map([...new Set(keys.map(({ day }) => day))].map((day) => [day, Date.parse(day) / DAY_MS]));
    await insertRows(this.clickhouse, {
      place: "plane.insertKeys",
      table: "touchpoint_key",
      queryId: this.inserts.name(insertsOfChunk(chunk)),
      columns: ["day", "event_hash", "event_id", "payload_hash"],
      rows: keys,
      settings: INSERT_SETTINGS,
      write: (to, { day, eventHash, eventId, payloadHash }) => {
        to.uint16(days.get(day)!);
        to.uint64(eventHash);
        to.text(eventId);
        to.uint64(payloadHash);
      },
      shared: {
        columns: ["source_id", "chunk"],
        write: (to) => {
          to.uint32(sourceId);
          to.uint32(chunk);
        },
      },
    });
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
}
