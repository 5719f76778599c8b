import type { EntityManager } from "typeorm";
import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

/** Stands for all brands, whose numbers begin at 1. */
export const ALL_BRANDS = 0;

/** An organisation's suppression list, by stored keys. */
export class SuppressionStore implements PersonEraser {
  readonly tables = ["suppressed_identity"] as const;

  constructor(private readonly database: Database) {}

  /** How many were not on the list before. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    { brandId, keys }: { readonly brandId: number; readonly keys: readonly string[] },
  ): Promise<number> {
    const rows: unknown[] = await manager.query(
      `/* suppression.insert */ INSERT INTO suppressed_identity (organisation_id, brand_id, key, added_at)
       SELECT $1, $2, unnest($3::text[]), $4 ON CONFLICT DO NOTHING RETURNING key`,
      [context.organisationId, brandId, keys, context.clock.now()],
    );
    return rows.length;
  }

  /** How many were on the list. */
  async delete(
    manager: EntityManager,
    { brandId, keys }: { readonly brandId: number; readonly keys: readonly string[] },
  ): Promise<number> {
    const [, deleted]: [unknown, number] = await manager.query(
      "/* suppression.delete */ DELETE FROM suppressed_identity WHERE brand_id = $1 AND key = ANY($2::text[])",
      [brandId, keys],
    );
    return deleted;
  }

  /** On the brand's list or on that of all brands. */
  async findKeys(context: RequestContext, brandId: number): Promise<readonly string[]> {
    const rows: { key: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* suppression.findKeys */ SELECT DISTINCT key FROM suppressed_identity WHERE brand_id IN ($1, $2) ORDER BY key",
        [brandId, ALL_BRANDS],
      ),
    );
    return rows.map(({ key }) => key);
  }

  /** Who is erased is on the block list of the whole install, and needs no other. */
  async erase({ keys }: StoredPerson): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query("/* suppression.erase */ DELETE FROM suppressed_identity WHERE key = ANY($1::text[])", [keys]),
    );
  }
}
