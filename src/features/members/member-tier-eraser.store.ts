import type { ClickHouseClient } from "@clickhouse/client";
import { bitmapLiteral } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import type { FigureNote, PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { OldestTouchpoint, OutdatedFigures } from "../touchpoints";

/** Touchpoints of people as far as published figures have to know. */
type FindDated = (ordinals: readonly number[]) => Promise<readonly OldestTouchpoint[]>;

/** Takes a person out of the tiers of every evaluation. Its counts stay, and it says how many of them are gone. */
export class MemberTierEraser implements PersonEraser {
  readonly tables = ["member_tier"] as const;

  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
    private readonly outdated: OutdatedFigures,
    private readonly findDated: FindDated,
  ) {}

  async note({ ordinals }: StoredPerson, begunAt: Date | null): Promise<FigureNote> {
    const [counted, oldest] = await Promise.all([this.countEvaluated(ordinals), this.findDated(ordinals)]);
    return async (manager, at) => {
      await manager.query(
        `/* memberTierEraser.note */ UPDATE member_evaluation SET erased_people = erased_people + counted.people
         FROM unnest($1::uuid[], $2::bigint[]) AS counted (id, people)
         WHERE member_evaluation.id = counted.id AND ($3::timestamptz IS NULL OR known_at >= $3)`,
        [counted.map(([id]) => id), counted.map(([, people]) => people), begunAt],
      );
      await this.outdated.markOutdated(manager, { oldest, organisationId: null }, at);
    };
  }

  async erase({ ordinals }: StoredPerson): Promise<void> {
    if (ordinals.length === 0) return;
    const erased = bitmapLiteral(ordinals);
    await this.mutations.run({
      place: "memberTierEraser.erase",
      table: "member_tier",
      statement: (rows) =>
        `ALTER TABLE ${rows} UPDATE people = bitmapAndnot(people, ${erased}) WHERE bitmapHasAny(people, ${erased})`,
      params: {},
    });
  }

  /** As how many members each evaluation counts the person: before a merge he was several. */
  private async countEvaluated(
    ordinals: readonly number[],
  ): Promise<readonly (readonly [id: string, people: string])[]> {
    if (ordinals.length === 0) return [];
    const answer = await this.clickhouse.query({
      query: tagged(
        "memberTierEraser.count",
        `SELECT toString(evaluation_id), toString(sum(bitmapAndCardinality(people, ${bitmapLiteral(ordinals)})) AS counted)
         FROM member_tier GROUP BY evaluation_id HAVING counted > 0`,
      ),
      format: "JSONCompactEachRow",
    });
    return answer.json<[string, string]>();
  }
}
