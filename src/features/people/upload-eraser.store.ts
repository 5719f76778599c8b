import type { Mutations } from "../../platform/clickhouse/mutations";
import { numberIn } from "../../platform/clickhouse/number-list";
import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";

/** Takes a person's attributes and consent away. */
export class UploadEraser implements PersonEraser {
  readonly tables = ["person_attribute", "identity_consent"] as const;

  constructor(private readonly mutations: Mutations) {}

  async erase({ ordinals, keys }: StoredPerson): Promise<void> {
    const isOfPerson = `${numberIn("ordinal", "UInt32", ordinals)} OR ${numberIn("identity_key", "UInt128", keys)}`;
    for (const table of this.tables) {
      await this.mutations.run({
        place: "uploads.erase",
        table,
        statement: (rows) => `DELETE FROM ${rows} WHERE ${isOfPerson}`,
        params: {},
      });
    }
  }
}
