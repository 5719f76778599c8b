import type { ClickHouseClient } from "@clickhouse/client";
import { createClickHouse, tagged } from "./client";
import { type PlaneAddress, shardTable } from "./cluster";

/** Bitmaps that ClickHouse keeps beside the rows of every part of `touchpoint`. */
const PROJECTIONS = ["presence_by_month", "seen_by_day"] as const;
/**
 * Settle deletes several times in a row, and the parts that it touched are written whole each time their bitmaps come back; and most
 * of what was just inserted is merged before.
 */
const REST_SECONDS = 600;

/**
 * Makes bitmaps that an insert leaves to merges and no merge made, and those that a delete dropped. Nobody waits for them: the same
 * statements read rows where there are none.
 */
export class PlaneProjections {
  constructor(
    private readonly address: PlaneAddress,
    private readonly restSeconds = REST_SECONDS,
  ) {}

  /** On every server, in the background; of no effect while all parts that lack them are young, or are being mended. */
  async restore(): Promise<void> {
    const table = shardTable("touchpoint", this.address.cluster);
    for (const url of this.address.urls) {
      const node = createClickHouse(url);
      try {
        if (!(await this.areLacking(node, table))) continue;
        // Of a part that hides deleted rows no bitmaps are made, so these rows go first.
        const changes = ["APPLY DELETED MASK", ...PROJECTIONS.map((name) => `MATERIALIZE PROJECTION ${name}`)];
        for (const change of changes)
          await node.command({ query: tagged("planeProjections.restore", `ALTER TABLE ${table} ${change}`) });
      } finally {
        await node.close();
      }
    }
  }

  private async areLacking(node: ClickHouseClient, table: string): Promise<boolean> {
    const answer = await node.query({
      query: tagged("planeProjections.areLacking", LACKING),
      query_params: { table, restSeconds: this.restSeconds, projections: PROJECTIONS.length },
      format: "JSONCompactEachRow",
    });
    const [row] = await answer.json<[number]>();
    return row![0] === 1;
  }
}

const LACKING = `
  SELECT count() > 0
    AND (SELECT count() FROM system.mutations WHERE database = currentDatabase() AND table = {table:String} AND NOT is_done) = 0
  FROM system.parts
  WHERE database = currentDatabase() AND table = {table:String} AND active
    AND modification_time <= now() - {restSeconds:UInt32} AND name NOT IN (
    SELECT parent_name FROM system.projection_parts
    WHERE database = currentDatabase() AND table = {table:String} AND active
    GROUP BY parent_name HAVING count() = {projections:UInt8})`;
