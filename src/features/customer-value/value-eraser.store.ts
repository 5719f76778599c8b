import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import { numberIn } from "../../platform/clickhouse/number-list";
import type { FigureNote, PersonEraser, StoredPerson } from "../../platform/person-eraser";

/** Takes a person's values away. The sums of scorings stay, and say how many of their people are gone. */
export class ValueEraser implements PersonEraser {
  readonly tables = ["customer_value"] as const;

  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
  ) {}

  async note({ ordinals }: StoredPerson, begunAt: Date | null): Promise<FigureNote> {
    const counted = await this.count(ordinals);
    return async (manager) => {
      await manager.query(
        `/* customerValue.noteErased */ UPDATE customer_value_scoring SET erased_people = erased_people + counted.people
         FROM unnest($1::uuid[], $2::bigint[]) AS counted (id, people)
         WHERE customer_value_scoring.id = counted.id AND ($3::timestamptz IS NULL OR known_at >= $3)`,
        [counted.map(([id]) => id), counted.map(([, people]) => people), begunAt],
      );
    };
  }

  async erase({ ordinals }: StoredPerson): Promise<void> {
    if (ordinals.length === 0) return;
    await this.mutations.run({
      place: "customerValue.erase",
      table: "customer_value",
      statement: (rows) => `DELETE FROM ${rows} WHERE ${numberIn("ordinal", "UInt32", ordinals)}`,
      params: {},
    });
  }

  private async count(ordinals: readonly number[]): Promise<readonly (readonly [id: string, people: string])[]> {
    if (ordinals.length === 0) return [];
    const answer = await this.clickhouse.query({
      query: tagged(
        "customerValue.countErased",
        `SELECT toString(scoring_id), toString(count()) FROM customer_value WHERE ${numberIn("ordinal", "UInt32", ordinals)} GROUP BY scoring_id`,
      ),
      format: "JSONCompactEachRow",
    });
    return answer.json<[string, string]>();
  }
}
