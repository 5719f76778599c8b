import type { Mutations } from "../../platform/clickhouse/mutations";
import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";

/** Takes a person's attributes and consent away. */
export class UploadEraser implements PersonEraser {
  readonly tables = ["person_attribute", "identity_consent"] as const;

  constructor(private readonly mutations: Mutations) {}

  async erase({ ordinals, keys }: StoredPerson): Promise<void> {
    for (const table of this.tables) {
      await this.mutations.run({
        place: "uploads.erase",
        table,
        statement: (rows) =>
          `DELETE FROM ${rows} WHERE ordinal IN {ordinals:Array(UInt32)} OR identity_key IN {keys:Array(UInt128)}`,
        params: { ordinals: [...ordinals], keys: keys.map(BigInt) },
      });
    }
  }
}
