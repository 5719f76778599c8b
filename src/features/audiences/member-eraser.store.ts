import { bitmapLiteral } from "../../platform/clickhouse/bitmap";
import type { Mutations } from "../../platform/clickhouse/mutations";
import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { LeafCache } from "./leaf-cache";

/** Takes a person out of the frozen members of every build, and what this process remembers of any. */
export class MemberEraser implements PersonEraser {
  readonly tables = ["audience_member"] as const;

  constructor(
    private readonly mutations: Mutations,
    private readonly cache: LeafCache,
  ) {}

  async erase({ ordinals }: StoredPerson): Promise<void> {
    if (ordinals.length === 0) return;
    const erased = bitmapLiteral(ordinals);
    await this.mutations.run({
      place: "memberEraser.erase",
      table: "audience_member",
      statement: (rows) =>
        `ALTER TABLE ${rows} UPDATE people = bitmapAndnot(people, ${erased}) WHERE bitmapHasAny(people, ${erased})`,
      params: {},
    });
    this.cache.clear();
  }
}
