import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { Database } from "../../platform/postgres/database";
import { tracePattern } from "../../platform/postgres/trace-pattern";

/**
 * Rejected rows hold identities masked, so none can be told to be a person's. What is taken away are rows in which the value
 * stands elsewhere, where nobody knew it for an identity.
 */
export class RejectedRowEraser implements PersonEraser {
  readonly tables = ["rejected_row"] as const;

  constructor(private readonly database: Database) {}

  async erase({ values }: StoredPerson): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query(
        "/* rejectedRows.erase */ DELETE FROM rejected_row WHERE concat_ws(' ', row::text, message, array_to_string(field, ' ')) ~* $1",
        [tracePattern(values)],
      ),
    );
  }
}
