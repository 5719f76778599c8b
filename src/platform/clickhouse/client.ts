import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from "@clickhouse/client";
import type { PlaneAddress } from "./cluster";

/** Settings every statement runs under; a statement may add its own. */
const SETTINGS = {
  // The order key starts with the brand, and a row's partition follows from its key: FINAL never has to look across partitions.
  do_not_merge_across_partitions_select_final: 1 as const,
  // Million-member sets as primary-key conditions cost more than they save (measured: 14.0 s against 0.4 s).
  use_index_for_in_with_subqueries: 0 as const,
  // A half answer must never look like a whole one.
  skip_unavailable_shards: 0 as const,
  date_time_input_format: "best_effort" as const,
};

/** What statements over Distributed tables need besides. */
const CLUSTER_SETTINGS = {
  // An insert is answered when every shard has its rows.
  distributed_foreground_insert: 1 as const,
  // Sub-queries are answered over all shards and then sent out: right wherever a person's rows lie. The server makes GLOBAL IN
  // of IN by itself but fails where the sub-query reads several tables ("Invalid local IN function name globalIn"), as any does
  // that reads through an overlay; statements say GLOBAL IN there, which on one server is the same as IN.
  distributed_product_mode: "global" as const,
  // A row whose ordinal changes in INSERT SELECT belongs on another shard than the one it is read from.
  parallel_distributed_insert_select: "0",
};

/** The client that answers queries and takes inserts: of the only server, or of the first shard. */
export function createPlaneClient({ urls, cluster }: PlaneAddress): ClickHouseClient {
  return createClickHouse(urls[0]!, cluster === null ? {} : CLUSTER_SETTINGS);
}

/** A client of one server. */
export function createClickHouse(url: string, settings: ClickHouseSettings = {}): ClickHouseClient {
  return createClient({
    url,
    application: "valuegraph",
    max_open_connections: 10,
    request_timeout: 600_000,
    keep_alive: { enabled: true },
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { ...SETTINGS, ...settings },
  });
}

/** Tags a statement with the function that sends it, so that `system.query_log` names the place. */
export function tagged(place: string, sql: string): string {
  return `/* ${place} */ ${sql}`;
}
