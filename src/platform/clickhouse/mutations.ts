import type { ClickHouseClient } from "@clickhouse/client";
import { createClickHouse, tagged } from "./client";
import { type PlaneAddress, shardTable } from "./cluster";

export interface Mutation {
  /** The function that asks, e.g. `plane.wipeChunks`. */
  readonly place: string;
  readonly table: string;
  /** The statement over the table that holds the rows. */
  readonly statement: (table: string) => string;
  readonly params: Record<string, unknown>;
}

/**
 * Deletes and updates, which a Distributed table does not take, and what else each shard is told. The answer comes when all
 * have done so; a statement that failed half-way is sent again, so it must be of no effect where it was done.
 */
export class Mutations {
  private readonly nodes: readonly ClickHouseClient[];
  private readonly cluster: string | null;

  constructor({ urls, cluster }: PlaneAddress) {
    this.nodes = urls.map((url) => createClickHouse(url));
    this.cluster = cluster;
  }

  async run({ place, table, statement, params }: Mutation): Promise<void> {
    await this.everywhere(tagged(place, statement(shardTable(table, this.cluster))), params);
  }

  async everywhere(query: string, params: Record<string, unknown>): Promise<void> {
    await Promise.all(
      this.nodes.map((node) =>
        node.command({ query, query_params: params, clickhouse_settings: { mutations_sync: "1" } }),
      ),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
  }
}
