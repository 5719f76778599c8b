import type { EntityManager } from "typeorm";
import type { TakeSnapshotPayload } from "../assets";

/** Snapshots that stand and are outdated, as what to take again. */
export class OutdatedKeyStore {
  /** Of instants from `since` on, the newest first; one more than `limit` says that there are more. */
  async find(
    manager: EntityManager,
    brandId: number,
    { since, limit }: { readonly since: Date | null; readonly limit: number },
  ): Promise<readonly TakeSnapshotPayload[]> {
    const rows: (Omit<TakeSnapshotPayload, "asOf"> & { readonly asOf: Date })[] = await manager.query(
      `/* outdatedKeys.find */ SELECT brand_id AS "brandId", category_id AS "categoryId", as_of AS "asOf", rule_set_id AS "ruleSetId"
       FROM (
         SELECT DISTINCT ON (category_id, as_of, rule_set_id) brand_id, category_id, as_of, rule_set_id, outdated_at
         FROM asset_snapshot WHERE brand_id = $1 AND ($2::timestamptz IS NULL OR as_of >= $2)
         ORDER BY category_id, as_of, rule_set_id, id DESC
       ) AS standing
       WHERE outdated_at IS NOT NULL ORDER BY as_of DESC LIMIT $3`,
      [brandId, since, limit],
    );
    return rows.map((row) => ({ ...row, asOf: row.asOf.toISOString() }));
  }
}
