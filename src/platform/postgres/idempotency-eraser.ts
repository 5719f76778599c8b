import type { PersonEraser, StoredPerson } from "../person-eraser";
import type { Database } from "./database";
import { tracePattern } from "./trace-pattern";

/** Takes kept answers away that quote a person's identity, as the message of a rejected row may; their calls can be sent anew. */
export class IdempotencyEraser implements PersonEraser {
  readonly tables = ["idempotency_key"] as const;

  constructor(private readonly database: Database) {}

  async erase({ values }: StoredPerson): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query(
        "/* idempotency.erase */ DELETE FROM idempotency_key WHERE concat_ws(' ', key, result::text) ~* $1",
        [tracePattern(values)],
      ),
    );
  }
}
