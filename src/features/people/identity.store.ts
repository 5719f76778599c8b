import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { insertRows } from "../../platform/clickhouse/insert-rows";
import type { NamedInserts } from "../../platform/clickhouse/named-inserts";
import { MAX_LIST_QUERY_BYTES, numberList, numberTable } from "../../platform/clickhouse/number-list";
import type { Database } from "../../platform/postgres/database";
import { IDENTITIES, type IdentityOrigin, insertsOfChunk } from "./identity";
import type { IdentitySeal } from "./identity-seal";

/** Keys in one look-up: a list of this length is 1 MB of query text. */
const KEYS_PER_QUERY = 50_000;
/** What a person asserts comes in no intake chunk and is never wiped with one. */
const NO_CHUNK = 0;

export class IdentityStore {
  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly database: Database,
    private readonly inserts: NamedInserts,
    private readonly seal: IdentitySeal,
  ) {}

  /** Ordinals of the stored keys (UInt128, decimal) that are known; a key that settle moved has several rows, the newest version counts. */
  async findOrdinals(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    for (let from = 0; from < keys.length; from += KEYS_PER_QUERY) {
      const answer = await this.clickhouse.query({
        query: tagged(
          "identity.findOrdinals",
          `SELECT toString(key), argMax(ordinal, version) FROM identity
           WHERE key IN (${numberList("UInt128", keys.slice(from, from + KEYS_PER_QUERY))}) GROUP BY key`,
        ),
        format: "JSONCompactEachRow",
        clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
      });
      for (const [key, ordinal] of await answer.json<[string, number]>()) found.set(key, ordinal);
    }
    return found;
  }

  /** By the pairs of stored keys that the source linked before, as "first second", the chunks that did; 0: a person did. */
  async findLinked(
    pairs: readonly (readonly [string, string])[],
    sourceId: number,
  ): Promise<ReadonlyMap<string, readonly number[]>> {
    const found = new Map<string, readonly number[]>();
    for (let from = 0; from < pairs.length; from += KEYS_PER_QUERY) {
      const part = pairs.slice(from, from + KEYS_PER_QUERY);
      const columns = {
        one: ["UInt128", part.map(([a]) => a)],
        other: ["UInt128", part.map(([, b]) => b)],
      } as const;
      const answer = await this.clickhouse.query({
        query: tagged(
          "identity.findLinked",
          `SELECT toString(key_a), toString(key_b), groupUniqArray(chunk) FROM identity_link
           WHERE key_a IN (${numberList("UInt128", columns.one[1])}) AND source_id = {sourceId:UInt32}
             AND (key_a, key_b) IN (${numberTable(columns)})
           GROUP BY key_a, key_b`,
        ),
        query_params: { sourceId },
        format: "JSONCompactEachRow",
        clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES, use_index_for_in_with_subqueries: 1 },
      });
      for (const [a, b, chunks] of await answer.json<[string, string, number[]]>()) found.set(`${a} ${b}`, chunks);
    }
    return found;
  }

  /** Identities that these intake chunks linked. */
  async findKeysOfChunks(chunks: readonly number[]): Promise<readonly string[]> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "identity.findKeysOfChunks",
        "SELECT DISTINCT toString(arrayJoin([key_a, key_b])) FROM identity_link WHERE chunk IN {chunks:Array(UInt32)}",
      ),
      query_params: { chunks },
      format: "JSONCompactEachRow",
    });
    return (await answer.json<[string]>()).map(([key]) => key);
  }

  /** The person whom an overlay makes of this one. */
  async findRepresentative(overlayId: string, ordinal: number): Promise<number> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "identity.findRepresentative",
        "SELECT representative FROM person_alias WHERE overlay_id = {overlayId:UUID} AND ordinal = {ordinal:UInt32} LIMIT 1",
      ),
      query_params: { overlayId, ordinal },
      format: "JSONCompactEachRow",
    });
    const [row] = await answer.json<[number]>();
    return row?.[0] ?? ordinal;
  }

  /** Takes `count` ordinals in a row and returns the first; a crash afterwards leaves a gap, never a shared ordinal. */
  async takeOrdinals(count: number): Promise<number> {
    const [rows]: [{ next: string }[]] = await this.database.withSystem((manager) =>
      manager.query(
        "/* identity.takeOrdinals */ UPDATE touchpoint_plane SET next_ordinal = next_ordinal + $1 WHERE id = 1 RETURNING next_ordinal AS next",
        [count],
      ),
    );
    const next = Number(rows[0]!.next);
    if (next > 0xffff_ffff) throw new Error(`Ordinals must fit 32 bits, but ${next} people came; add a shard`);
    return next - count;
  }

  /**
   * Ends what a process that died under ORDINAL_LOCK may still be inserting: looked up before it is there, an identity would
   * get two persons. The caller holds the lock, so nobody else inserts identities.
   */
  async endInserts(): Promise<void> {
    await this.inserts.end([IDENTITIES]);
  }

  async insertIdentities(
    identities: readonly {
      readonly key: string;
      readonly namespace: string;
      readonly value: string;
      readonly ordinal: number;
    }[],
    { source, now }: IdentityOrigin,
  ): Promise<void> {
    await insertRows(this.clickhouse, {
      place: "identity.insertIdentities",
      table: "identity",
      queryId: this.inserts.name(IDENTITIES),
      columns: ["key", "namespace", "ordinal", "sealed"],
      rows: identities,
      write: (to, { key, namespace, value, ordinal }) => {
        to.uint128(BigInt(key));
        to.text(namespace);
        to.uint32(ordinal);
        to.blob(this.seal.seal(key, value));
      },
      shared: {
        columns: ["source_id", "first_seen_at"],
        write: (to) => {
          to.uint32(source.id);
          to.time(now.getTime());
        },
      },
    });
  }

  async insertLinks(
    links: readonly (readonly [string, string])[],
    { source, chunk, now }: IdentityOrigin,
  ): Promise<void> {
    const number = chunk?.number ?? NO_CHUNK;
    await insertRows(this.clickhouse, {
      place: "identity.insertLinks",
      table: "identity_link",
      queryId: this.inserts.name(insertsOfChunk(number)),
      columns: ["key_a", "key_b"],
      rows: links,
      write: (to, [a, b]) => {
        to.uint128(BigInt(a));
        to.uint128(BigInt(b));
      },
      shared: {
        columns: ["source_id", "linked_at", "chunk"],
        write: (to) => {
          to.uint32(source.id);
          to.time(now.getTime());
          to.uint32(number);
        },
      },
    });
  }
}
