import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import { createClickHouse, tagged } from "./client";
import { type PlaneAddress, SHARDING_KEYS, shardTable } from "./cluster";

/** Tables that hold numbers of chunks only, in memory and a file of their own: they have no parts to rewrite. */
const WITHOUT_PARTS: ReadonlySet<string> = new Set(["dead_chunk"]);
const POLL_MS = 500;
/** A part goes when its last reader has ended, and no statement runs for an hour. */
const MAX_WAIT_MS = 3_600_000;

/**
 * Takes what was deleted off the disks. A DELETE hides rows and an UPDATE writes parts anew; until a merge comes by, the old
 * bytes stay, and the statement with all numbers in it is kept among the last hundred.
 */
export class PlaneCompaction {
  constructor(private readonly address: PlaneAddress) {}

  /** Every table on every server; `onTable` is told of each that is rewritten. Ends when the old parts are gone. */
  async compact(onTable: (table: string) => void): Promise<void> {
    for (const url of this.address.urls) {
      const node = createClickHouse(url);
      await compactNode(node, this.tables(), onTable).finally(() => node.close());
    }
  }

  tables(): readonly string[] {
    const tables = Object.keys(SHARDING_KEYS).filter((table) => !WITHOUT_PARTS.has(table));
    return tables.map((table) => shardTable(table, this.address.cluster));
  }
}

async function compactNode(
  node: ClickHouseClient,
  tables: readonly string[],
  onTable: (table: string) => void,
): Promise<void> {
  try {
    for (const table of tables) {
      await alter(node, table, "MODIFY SETTING old_parts_lifetime = 1");
      await alter(node, table, "APPLY DELETED MASK");
      onTable(table);
    }
    await node.command({
      query: tagged(
        "planeCompaction.forgetMutations",
        "KILL MUTATION WHERE database = currentDatabase() AND is_done SYNC", // of one that is done it removes the record
      ),
    });
    await untilGone(node);
  } finally {
    for (const table of tables) await alter(node, table, "RESET SETTING old_parts_lifetime");
  }
}

/** What became old until now; others may write meanwhile. */
async function untilGone(node: ClickHouseClient): Promise<void> {
  const [now] = await column(node, "SELECT toString(now())");
  for (let waited = 0; ; waited += POLL_MS) {
    const left = await column(
      node,
      `SELECT DISTINCT table FROM system.parts
       WHERE database = currentDatabase() AND NOT active AND remove_time <= toDateTime({now:String})
         AND table != 'schema_migration'`,
      { now },
    );
    if (left.length === 0) return;
    if (waited >= MAX_WAIT_MS)
      throw new Error(
        `Old parts must be dropped within an hour, but those of ${left.join(", ")} are not; is a statement still reading them?`,
      );
    for (const table of left) await alter(node, table, LOOK_FOR_OLD_PARTS);
    await sleep(POLL_MS);
  }
}

/** There is no such partition; a table that nobody writes to would look for old parts every ten minutes, so it does at once. */
const LOOK_FOR_OLD_PARTS = "DROP PARTITION ID '190001'";

async function alter(node: ClickHouseClient, table: string, change: string): Promise<void> {
  await node.command({
    query: tagged("planeCompaction.alter", `ALTER TABLE ${table} ${change}`),
    clickhouse_settings: { mutations_sync: "1" },
  });
}

async function column(node: ClickHouseClient, query: string, params: object = {}): Promise<readonly string[]> {
  const answer = await node.query({
    query: tagged("planeCompaction.ask", query),
    query_params: { ...params },
    format: "JSONCompactEachRow",
  });
  return (await answer.json<[string]>()).map(([value]) => value);
}
