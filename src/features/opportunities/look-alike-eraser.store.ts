import { bitmapLiteral } from "../../platform/clickhouse/bitmap";
import type { Mutations } from "../../platform/clickhouse/mutations";
import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";

/** Takes a person out of the percentiles of every model. Its figures stay: they are of thousands. */
export class LookAlikeEraser implements PersonEraser {
  readonly tables = ["look_alike_percentile"] as const;

  constructor(private readonly mutations: Mutations) {}

  async erase({ ordinals }: StoredPerson): Promise<void> {
    if (ordinals.length === 0) return;
    const erased = bitmapLiteral(ordinals);
    await this.mutations.run({
      place: "lookAlikeEraser.erase",
      table: "look_alike_percentile",
      statement: (rows) =>
        `ALTER TABLE ${rows} UPDATE people = bitmapAndnot(people, ${erased}) WHERE bitmapHasAny(people, ${erased})`,
      params: {},
    });
  }
}
