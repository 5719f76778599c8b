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
    const [labelled, oldest] = await Promise.all([this.countLabelled(ordinals), this.findDated(ordinals)]);
    return async (manager, at) => {
      await manager.query(
        `/* labelEraser.note */ UPDATE asset_snapshot SET erased_people = erased_people + labelled.people
         FROM unnest($1::uuid[], $2::bigint[]) AS labelled (labels_id, people)
         WHERE asset_snapshot.labels_id = labelled.labels_id AND ($3::timestamptz IS NULL OR known_at >= $3)`,
        [labelled.map(([id]) => id), labelled.map(([, people]) => people), begunAt],
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

  /** As how many people each snapshot counts the person: before a merge he was several. Stages part a brand's people. */
  private async countLabelled(
    ordinals: readonly number[],
  ): Promise<readonly (readonly [id: string, people: string])[]> {
    if (ordinals.length === 0) return [];
    const answer = await this.clickhouse.query({
      query: tagged(
        "labelEraser.countLabelled",
        `SELECT toString(labels_id), toString(sum(bitmapAndCardinality(people, ${bitmapLiteral(ordinals)})) AS counted)
         FROM asset_label WHERE dimension = 'STAGE' GROUP BY labels_id HAVING counted > 0`,
      ),
      format: "JSONCompactEachRow",
    });
    return answer.json<[string, string]>();
  }
}
