import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import { MAX_LIST_QUERY_BYTES, numberIn } from "../../platform/clickhouse/number-list";
import type { FigureNote, PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { Database } from "../../platform/postgres/database";
import { CLOUD } from "./people-graph.store";
import type { SettleRequestStore } from "./settle-request.store";

/** Takes a person out of the identity graph: identities, what links or parts them, and who stands for whom. */
export class GraphEraser implements PersonEraser {
  readonly tables = [
    ...["identity", "identity_link", "identity_cut", "identity_link_hold", "person_alias"],
    "unsettled_person",
  ] as const;

  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
    private readonly database: Database,
    private readonly requests: SettleRequestStore,
  ) {}

  /** Whoever was joined through the person alone is not any more: overlays that name him are asked to be made anew. */
  async note({ ordinals }: StoredPerson): Promise<FigureNote> {
    const overlayIds = await this.findOverlays(ordinals);
    return async (manager) => {
      const organisations: { id: string }[] = await manager.query(
        "/* graphEraser.findReaders */ SELECT organisation_id AS id FROM people_overlay WHERE overlay_id = ANY($1::uuid[]) ORDER BY id",
        [overlayIds],
      );
      for (const { id } of organisations) await this.requests.askForOverlay(manager, id);
    };
  }

  async erase({ ordinals, keys }: StoredPerson): Promise<void> {
    const pair = `${numberIn("key_a", "UInt128", keys)} OR ${numberIn("key_b", "UInt128", keys)}`;
    await this.delete("identity_link", pair);
    await this.delete("identity_cut", pair);
    await this.delete("identity_link_hold", pair);
    await this.delete("person_alias", namesOneOf(ordinals));
    await this.delete("identity", `${numberIn("key", "UInt128", keys)} OR ${numberIn("ordinal", "UInt32", ordinals)}`);
    await this.database.withSystem((manager) =>
      manager.query(
        "/* graphEraser.eraseRequests */ DELETE FROM unsettled_person WHERE ordinal = ANY($1::bigint[]) OR moved_to = ANY($1::bigint[])",
        [ordinals],
      ),
    );
  }

  private async findOverlays(ordinals: readonly number[]): Promise<readonly string[]> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "graphEraser.findOverlays",
        `SELECT DISTINCT toString(overlay_id) FROM person_alias WHERE overlay_id != '${CLOUD}' AND (${namesOneOf(ordinals)})`,
      ),
      format: "JSONCompactEachRow",
      clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
    });
    return (await answer.json<[string]>()).map(([id]) => id);
  }

  private delete(table: string, where: string): Promise<void> {
    return this.mutations.run({
      place: "graphEraser.erase",
      table,
      statement: (rows) => `DELETE FROM ${rows} WHERE ${where}`,
      params: {},
    });
  }
}

const namesOneOf = (ordinals: readonly number[]): string =>
  `${numberIn("ordinal", "UInt32", ordinals)} OR ${numberIn("representative", "UInt32", ordinals)}`;
