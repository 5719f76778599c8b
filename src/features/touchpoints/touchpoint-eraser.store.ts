import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import { MAX_LIST_QUERY_BYTES, numberIn } from "../../platform/clickhouse/number-list";
import { pairList } from "../../platform/clickhouse/pair-list";
import type { FigureNote, PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { OldestTouchpoint, OutdatedFigures } from "./late-touchpoints";

/** Events in one statement: with their ids about a megabyte. */
const EVENTS_PER_DELETE = 10_000;

/** Touchpoints of people as far as published figures have to know. */
export type FindDated = (ordinals: readonly number[]) => Promise<readonly OldestTouchpoint[]>;

/** Takes a person's touchpoints away, and that they were ever seen. Figures that they concern are outdated. */
export class TouchpointEraser implements PersonEraser {
  readonly tables = ["touchpoint_key", "touchpoint"] as const;

  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
    private readonly outdated: OutdatedFigures,
    private readonly findDated: FindDated,
  ) {}

  async note({ ordinals }: StoredPerson): Promise<FigureNote> {
    const oldest = await this.findDated(ordinals);
    return (manager, at) => this.outdated.markOutdated(manager, { oldest, organisationId: null }, at);
  }

  /** Keys first: which ones are the person's is told by the touchpoints alone. */
  async erase({ ordinals, keys }: StoredPerson): Promise<void> {
    const isOfPerson = `${numberIn("ordinal", "UInt32", ordinals)} OR ${numberIn("identity_key", "UInt128", keys)}`;
    const events = await this.findEvents(isOfPerson);
    for (let from = 0; from < events.length; from += EVENTS_PER_DELETE) {
      const pairs = pairList(events.slice(from, from + EVENTS_PER_DELETE));
      await this.delete("touchpoint_key", `(concat(toString(source_id), ' ', toString(day)), event_id) IN ${pairs}`);
    }
    await this.delete("touchpoint", isOfPerson);
  }

  /** As ("source day", event id). */
  private async findEvents(isOfPerson: string): Promise<readonly (readonly [string, string])[]> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "touchpointEraser.findEvents",
        `SELECT DISTINCT concat(toString(source_id), ' ', toString(toDate(occurred_at))), event_id FROM touchpoint WHERE ${isOfPerson}`,
      ),
      format: "JSONCompactEachRow",
      clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
    });
    return answer.json<[string, string]>();
  }

  private delete(table: string, where: string): Promise<void> {
    return this.mutations.run({
      place: "touchpointEraser.erase",
      table,
      statement: (rows) => `DELETE FROM ${rows} WHERE ${where}`,
      params: {},
    });
  }
}
