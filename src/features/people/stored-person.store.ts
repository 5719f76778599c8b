import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { MAX_LIST_QUERY_BYTES, numberIn } from "../../platform/clickhouse/number-list";
import type { Database } from "../../platform/postgres/database";
import { CLOUD } from "./people-graph.store";

/** Under which numbers and keys the stores know a person, all that merges left behind included. */
export class StoredPersonStore {
  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly database: Database,
  ) {}

  /** Whose identities these are now. */
  findOrdinals(keys: readonly string[]): Promise<readonly number[]> {
    return this.column(
      "storedPerson.findOrdinals",
      `SELECT DISTINCT person FROM (
         SELECT argMax(ordinal, version) AS person FROM identity WHERE ${numberIn("key", "UInt128", keys)} GROUP BY key)`,
    );
  }

  /** Ordinals that merges retired into these. */
  findRetired(ordinals: readonly number[]): Promise<readonly number[]> {
    return this.column(
      "storedPerson.findRetired",
      `SELECT DISTINCT ordinal FROM person_alias FINAL
       WHERE overlay_id = '${CLOUD}' AND ${numberIn("representative", "UInt32", ordinals)}`,
    );
  }

  /** Identities that are these people's now; one that was split off is another's. */
  findKeys(ordinals: readonly number[]): Promise<readonly string[]> {
    return this.column(
      "storedPerson.findKeys",
      `SELECT toString(key) FROM (
         SELECT key, argMax(ordinal, version) AS person FROM identity
         WHERE key IN (SELECT key FROM identity WHERE ${numberIn("ordinal", "UInt32", ordinals)}) GROUP BY key
       ) WHERE ${numberIn("person", "UInt32", ordinals)}`,
    );
  }

  /** Whether settle has yet to say who is one of these people, or died while it moved somebody. */
  async isUnsettled(ordinals: readonly number[]): Promise<boolean> {
    const [row]: { isUnsettled: boolean }[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* storedPerson.isUnsettled */ SELECT EXISTS (SELECT 1 FROM unsettled_person WHERE ordinal = ANY($1::bigint[]))
           OR EXISTS (SELECT 1 FROM touchpoint_plane WHERE settling_since IS NOT NULL) AS "isUnsettled"`,
        [ordinals],
      ),
    );
    return row!.isUnsettled;
  }

  private async column<T>(place: string, sql: string): Promise<readonly T[]> {
    const answer = await this.clickhouse.query({
      query: tagged(place, sql),
      format: "JSONCompactEachRow",
      clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
    });
    return (await answer.json<[T]>()).map(([value]) => value);
  }
}
