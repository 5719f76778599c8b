import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { MAX_LIST_QUERY_BYTES, numberList } from "../../platform/clickhouse/number-list";
import type { Database } from "../../platform/postgres/database";

/** Keys in one look-up: a list of this length is 2 MB of query text. */
const KEYS_PER_QUERY = 50_000;

export class IdentityStore {
  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly database: Database,
  ) {}

  /** Ordinals of the stored keys (UInt128, decimal) that are known. */
  async findOrdinals(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    for (let from = 0; from < keys.length; from += KEYS_PER_QUERY) {
      const answer = await this.clickhouse.query({
        query: tagged(
          "identity.findOrdinals",
          `SELECT toString(key), ordinal FROM identity WHERE key IN (${numberList("UInt128", keys.slice(from, from + KEYS_PER_QUERY))})`,
        ),
        format: "JSONCompactEachRow",
        clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
      });
      for (const [key, ordinal] of await answer.json<[string, number]>()) found.set(key, ordinal);
    }
    return found;
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

  async insertIdentities(
    identities: readonly { readonly key: string; readonly namespace: string; readonly ordinal: number }[],
    sourceId: number,
    now: Date,
  ): Promise<void> {
    if (identities.length === 0) return;
    await this.clickhouse.insert({
      table: "identity",
      format: "JSONEachRow",
      values: identities.map(({ key, namespace, ordinal }) => ({
        key,
        namespace,
        ordinal,
        source_id: sourceId,
        first_seen_at: now.toISOString(),
      })),
    });
  }

  async insertLinks(links: readonly (readonly [string, string])[], sourceId: number, now: Date): Promise<void> {
    if (links.length === 0) return;
    await this.clickhouse.insert({
      table: "identity_link",
      format: "JSONEachRow",
      values: links.map(([key_a, key_b]) => ({ key_a, key_b, source_id: sourceId, linked_at: now.toISOString() })),
    });
  }
}
