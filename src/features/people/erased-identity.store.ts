import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";

/** The block list in PostgreSQL, as the system. */
export class ErasedIdentityStore {
  constructor(private readonly database: Database) {}

  /** The caller holds PLANE_SHAPE alone, so numbers become visible in their order. */
  async insert(manager: EntityManager, marks: readonly string[]): Promise<void> {
    await manager.query(
      "/* erasedIdentities.insert */ INSERT INTO erased_identity (mark) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING",
      [marks],
    );
  }

  async findAfter(number: bigint): Promise<readonly { readonly mark: string; readonly number: string }[]> {
    return this.database.withSystem((manager) =>
      manager.query(
        "/* erasedIdentities.findAfter */ SELECT mark, number FROM erased_identity WHERE number > $1 ORDER BY number",
        [number.toString()],
      ),
    );
  }
}
