import type { ClickHouseClient } from "@clickhouse/client";
import { bitmapLiteral } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import type { FigureNote, PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { OldestTouchpoint, OutdatedFigures } from "../touchpoints";

/** Touchpoints of people as far as published figures have to know. */
export type FindDated = (ordinals: readonly number[]) => Promise<readonly OldestTouchpoint[]>;

/** Takes a person out of the labels of snapshots and benchmarks. The snapshots' figures stay, and say how many are gone. */
export class LabelEraser implements PersonEraser {
  readonly tables = ["asset_label"] as const;

  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
    private readonly outdated: OutdatedFigures,
    private readonly findDated: FindDated,
  ) {}

  async note({ ordinals }: StoredPerson, begunAt: Date | null): Promise<FigureNote> {
    const [labelsIds, oldest] = await Promise.all([this.findLabels(ordinals), this.findDated(ordinals)]);
    return async (manager, at) => {
      await manager.query(
        `/* labelEraser.note */ UPDATE asset_snapshot SET erased_people = erased_people + 1
         WHERE labels_id = ANY($1::uuid[]) AND ($2::timestamptz IS NULL OR known_at >= $2)`,
        [labelsIds, begunAt],
      );
      await this.outdated.markOutdated(manager, { oldest, organisationId: null }, at);
    };
  }

  async erase({ ordinals }: StoredPerson): Promise<void> {
    if (ordinals.length === 0) return;
    const erased = bitmapLiteral(ordinals);
    await this.mutations.run({
      place: "labelEraser.erase",
      table: "asset_label",
      statement: (rows) =>
        `ALTER TABLE ${rows} UPDATE people = bitmapAndnot(people, ${erased}) WHERE bitmapHasAny(people, ${erased})`,
      params: {},
    });
  }

  private async findLabels(ordinals: readonly number[]): Promise<readonly string[]> {
    if (ordinals.length === 0) return [];
    const answer = await this.clickhouse.query({
      query: tagged(
        "labelEraser.findLabels",
        `SELECT DISTINCT toString(labels_id) FROM asset_label WHERE bitmapHasAny(people, ${bitmapLiteral(ordinals)})`,
      ),
      format: "JSONCompactEachRow",
    });
    return (await answer.json<[string]>()).map(([id]) => id);
  }
}
