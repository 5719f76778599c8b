import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from "@clickhouse/client";
import { RequestError } from "../user-error";
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

/** Longest that the statement behind a request's figures may take: nobody waits longer in front of a chart. */
const MAX_QUERY_SECONDS = 30;

/** What a reading client is held to: it cannot write, and what nobody waits for any more ends. */
const QUERY_SETTINGS: ClickHouseSettings = {
  readonly: "2",
  max_execution_time: MAX_QUERY_SECONDS,
  cancel_http_readonly_queries_on_client_close: 1,
};

/** The client that answers queries and takes inserts: of the only server, or of the first shard. */
export function createPlaneClient({ urls, cluster }: PlaneAddress): ClickHouseClient {
  return createClickHouse(urls[0]!, cluster === null ? {} : CLUSTER_SETTINGS);
}

/** The same for what callers ask as they like, on connections of its own: slow answers must not stop the intake. */
export function createQueryClient({ urls, cluster }: PlaneAddress): ClickHouseClient {
  const settings = { ...(cluster === null ? {} : CLUSTER_SETTINGS), ...QUERY_SETTINGS };
  return createClickHouse(urls[0]!, settings, (MAX_QUERY_SECONDS + 5) * 1000);
}

/** A client of one server. */
export function createClickHouse(
  url: string,
  settings: ClickHouseSettings = {},
  timeoutMs = 600_000,
): ClickHouseClient {
  return createClient({
    url,
    application: "valuegraph",
    max_open_connections: 10,
    request_timeout: timeoutMs,
    keep_alive: { enabled: true },
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { ...SETTINGS, ...settings },
  });
}

/** Tags a statement with the function that sends it, so that `system.query_log` names the place. */
export function tagged(place: string, sql: string): string {
  return `/* ${place} */ ${sql}`;
}

/** TIMEOUT_EXCEEDED, and TOO_SLOW, which is thrown as soon as it will be. */
const DEADLINE_CODES: readonly unknown[] = ["159", "160"];

/** The answer of a query client; a statement that took too long is an error that its caller can mend. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!DEADLINE_CODES.includes((error as { code?: unknown }).code)) throw error;
    const rule = `The answer must take at most ${MAX_QUERY_SECONDS} s, but takes longer; ask for less, or for a shorter window.`;
    throw new RequestError("DEADLINE_EXCEEDED", rule);
  }
}
