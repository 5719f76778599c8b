import type { ClickHouseClient } from "@clickhouse/client";
import type { FigureNote, PersonEraser, StoredPerson } from "../person-eraser";
import { bitmapLiteral } from "./bitmap";
import { tagged } from "./client";
import type { Mutations } from "./mutations";

/** A table of bitmaps of people, and the published counts that were made of them. */
export interface PeopleBitmaps {
  readonly name: string;
  /** In ClickHouse, with a column `people` of bitmaps. */
  readonly table: string;
  /** Column of the published counts' id. */
  readonly id: string;
  /** Rows that part the people behind one id. */
  readonly parts: string;
  /** In PostgreSQL, with `known_at` and `erased_people`. */
  readonly published: { readonly table: string; readonly id: string };
}

/** Takes a person out of bitmaps of people. The published counts stay, and say how many of them are gone. */
export class BitmapEraser implements PersonEraser {
  readonly tables: readonly string[];

  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
    private readonly bitmaps: PeopleBitmaps,
  ) {
    this.tables = [bitmaps.table];
  }

  async note({ ordinals }: StoredPerson, begunAt: Date | null): Promise<FigureNote> {
    const { name, published } = this.bitmaps;
    const counted = await this.count(ordinals);
    return async (manager) => {
      await manager.query(
        `/* ${name}.note */ UPDATE ${published.table} SET erased_people = erased_people + counted.people
         FROM unnest($1::uuid[], $2::bigint[]) AS counted (id, people)
         WHERE ${published.table}.${published.id} = counted.id AND ($3::timestamptz IS NULL OR known_at >= $3)`,
        [counted.map(([id]) => id), counted.map(([, people]) => people), begunAt],
      );
    };
  }

  async erase({ ordinals }: StoredPerson): Promise<void> {
    if (ordinals.length === 0) return;
    const erased = bitmapLiteral(ordinals);
    await this.mutations.run({
      place: `${this.bitmaps.name}.erase`,
      table: this.bitmaps.table,
      statement: (rows) =>
        `ALTER TABLE ${rows} UPDATE people = bitmapAndnot(people, ${erased}) WHERE bitmapHasAny(people, ${erased})`,
      params: {},
    });
  }

  /** As how many people each published id counts the person: before a merge he was several. */
  private async count(ordinals: readonly number[]): Promise<readonly (readonly [id: string, people: string])[]> {
    if (ordinals.length === 0) return [];
    const { name, table, id, parts } = this.bitmaps;
    const answer = await this.clickhouse.query({
      query: tagged(
        `${name}.count`,
        `SELECT toString(${id}), toString(sum(bitmapAndCardinality(people, ${bitmapLiteral(ordinals)})) AS counted)
         FROM ${table} WHERE ${parts} GROUP BY ${id} HAVING counted > 0`,
      ),
      format: "JSONCompactEachRow",
    });
    return answer.json<[string, string]>();
  }
}
